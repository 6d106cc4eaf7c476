"""What readers get: frozen values, never rows."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from recommendations import quotation
from recommendations.gate import Standing
from recommendations.ladder import Shown
from recommendations.quotation import Span
from recommendations.vocabulary import (
    CallOrigin,
    Fidelity,
    Flag,
    MeasureKind,
    PositionValue,
    Precision,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Supersession,
    Tier,
)

LONGEST_TITLE = 90
_LONG_WORD = re.compile(r"\w{4,}")


def shortened(words: str) -> str:
    """Short enough for a title."""
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


@dataclass(frozen=True)
class SourceView:
    id: int
    kind: SourceKind
    title: str
    publisher: str
    url: str
    published_on: date | None
    precision: Precision
    caveat: str = ""
    language: str = ""
    """A BCP 47 tag; empty where nobody said it."""
    replaces: int | None = None
    transcribed: bool = False
    """Typed from pictures, and checked; every quote of it says so."""

    @property
    def ref(self) -> str:
        return f"S{self.id}"


@dataclass(frozen=True)
class DetailView:
    """What was learnt about a quote later than its words. `original` is the number of the
    quote that it translates."""

    language: str = ""
    official: str = ""
    event_on: date | None = None
    precision: Precision = Precision.DAY
    original: int | None = None
    reviewed: bool = True


@dataclass(frozen=True)
class OnPages:
    """Sheets of the file, counted from 1, whatever is printed on them."""

    first: int
    last: int
    of: int


@dataclass(frozen=True)
class QuoteView:
    """`exact` is empty when the reader may not see the words. It is what people inside
    read; what leaves is `printed`."""

    id: int
    source: SourceView
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    fidelity: Fidelity
    testimony: bool
    heading: str
    attribution: str
    official: str
    section: tuple[str, ...]
    notes: tuple[int, ...]
    standing: Standing
    proposed: tuple[tuple[Flag, int, str], ...] = ()
    told_as: Shown | None = None
    """Of new testimony: all that leaves about who said it, where and when. Its source,
    section and attribution stay inside."""
    withheld: tuple[Span, ...] = ()
    """By approved redactions, of this quote or of one over some of its words."""
    translations: tuple[tuple[str, str], ...] = ()
    """Approved, by language, and made from the words as they are printed now."""
    pages: OnPages | None = None
    """None where its source has one page or none."""
    added_at: datetime | None = None
    detail: DetailView = DetailView()
    """The latest, reviewed or not: what people inside read."""
    agreed: DetailView = DetailView()
    """The latest that a second person accepted: what leaves."""

    @property
    def ref(self) -> str:
        return f"Q{self.id}"

    @property
    def language(self) -> str:
        """A BCP 47 tag; empty where nobody said it."""
        return self.detail.language or self.source.language

    @property
    def sealed(self) -> bool:
        return self.standing.tier is Tier.SEALED

    @property
    def printed(self) -> str:
        """The words with what is withheld replaced by its tokens, made anew each time."""
        return quotation.withholding(self.exact, self.withheld, self.start)

    def says_withheld(self, text: str) -> bool:
        """Words about the quote that have some of the withheld words in them, or cut
        through them, must not leave with it."""
        said = quotation.fold(text).casefold()
        kept = self._withheld_words()
        return any(quotation.fold(words).strip().casefold() in said for words in kept)

    def hints_at_withheld(self, text: str) -> bool:
        """The same for what was cut short or put in other words: one word of four letters is
        enough."""
        words = _LONG_WORD.findall(quotation.fold(text).casefold())
        kept = quotation.fold(" ".join(self._withheld_words())).casefold()
        return self.says_withheld(text) or not {*_LONG_WORD.findall(kept)}.isdisjoint(words)

    def _withheld_words(self) -> list[str]:
        return [
            self.exact[max(0, s.start - self.start) : s.end - self.start] for s in self.withheld
        ]


@dataclass(frozen=True)
class EvidenceView:
    quote: QuoteView
    stance: Stance


@dataclass(frozen=True)
class SearchView:
    id: int
    on: date
    places: str
    terms: str
    looked_for: SearchFor
    signed: "Signed"

    @property
    def by(self) -> str:
        return self.signed.by

    @property
    def reviewed(self) -> bool:
        return self.signed.reviewed_at is not None


@dataclass(frozen=True)
class Signed:
    """Who recorded it and who reviewed it; codes, never names."""

    by: str
    at: datetime
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    sent_back: str = ""
    """The newest comment of a reviewer who sent it back; empty once it was edited."""

    def as_known(self, closing: datetime) -> "Signed":
        """Without a review that came later."""
        if self.reviewed_at is None or self.reviewed_at <= closing:
            return self
        return Signed(self.by, self.at)


@dataclass(frozen=True)
class AssessmentView:
    id: int
    call: int
    status: Status
    reading: str
    reason: str
    true_on: date
    until: date | None
    base: int | None
    supersession: Supersession | None
    evidence: tuple[EvidenceView, ...]
    searches: tuple[SearchView, ...]
    signed: Signed
    baseline: bool
    """True on the day the recommendation was published: what was already so."""
    lost: str = ""
    """What the status needs and no longer has."""
    outside_powers: QuoteView | None = None

    @property
    def draft(self) -> bool:
        return self.signed.reviewed_at is None


@dataclass(frozen=True)
class PositionView:
    id: int
    addressee: int
    value: PositionValue
    part: str
    says_done: bool
    quote: QuoteView
    said_on: date
    measures: tuple[int, ...]
    base: int | None
    supersession: Supersession | None
    signed: Signed

    @property
    def draft(self) -> bool:
        return self.signed.reviewed_at is None


@dataclass(frozen=True)
class ClosureView:
    """That the board closed a call. `reason` and `minute` are read inside and by the board;
    outside it is said that it is closed, and when."""

    id: int
    on: date
    minute: str
    reason: str
    meeting: int
    signed: Signed


@dataclass(frozen=True)
class MeasureView:
    id: int
    recommendation: int
    words: str
    label: str
    kind: MeasureKind
    done_when: str
    accepted_by: str
    """Empty while it is a proposal of the import."""
    reviewed: bool
    supersedes: int | None = None
    """The measure whose place it takes once it is reviewed."""
    start: int = 0
    """Where its words stand in the source."""


@dataclass(frozen=True)
class AddresseeView:
    id: int
    code: str
    name: str
    short: str
    parent: int | None
    speaks_for_parent: bool
    since: date | None
    until: date | None
    reply_days: int


@dataclass(frozen=True)
class GroundView:
    id: int
    quote: QuoteView
    because: str
    accepted_by: str
    reviewed: bool


@dataclass(frozen=True)
class RecommendationView:
    id: int
    place: int
    title: str
    quote: QuoteView
    measures: tuple[MeasureView, ...]
    grounds: tuple[GroundView, ...]
    new_split: tuple[MeasureView, ...] = ()
    """What would take the place of some of its measures, and was not reviewed by that day."""

    @property
    def ref(self) -> str:
        return f"R{self.place}"

    @property
    def as_it_leaves(self) -> "RecommendationView":
        """Its title and measures without what is withheld from its words, and without the
        numbers of notes, which point at panels."""
        title = self.title
        if self.quote.hints_at_withheld(title):
            printed = quotation.without_note_numbers(self.quote.printed, self.quote.notes)
            title = shortened(printed)
        measures = tuple(self._leaving(measure) for measure in self.measures)
        return replace(self, title=title, measures=measures)

    def _leaving(self, measure: MeasureView) -> MeasureView:
        words = quotation.withholding(measure.words, self.quote.withheld, measure.start)
        words = quotation.without_note_numbers(words, self.quote.notes)
        told = self.quote.hints_at_withheld
        label = shortened(words) if told(measure.label) else measure.label
        done_when = "" if told(measure.done_when) else measure.done_when
        return replace(measure, words=words, label=label, done_when=done_when)


@dataclass(frozen=True)
class CallView:
    """One cell's measure: their position and our finding, side by side, never mixed."""

    id: int
    measure: int
    addressee: int
    origin: CallOrigin
    status: Status
    reading: str
    assessment: AssessmentView | None
    under_review: bool
    position: PositionView | None
    position_searches: tuple[SearchView, ...]
    step_searches: tuple[SearchView, ...]
    """Reviewed searches only, made by the day of the register."""
    draft: bool
    """Something unreviewed waits on it."""
    may_have_stalled: bool = False
    closure: ClosureView | None = None
    """Set where the board had closed it by then."""

    @property
    def position_value(self) -> PositionValue | None:
        """None found only where we looked; None where nobody has looked."""
        if self.position:
            return self.position.value
        return PositionValue.NONE_FOUND if self.position_searches else None


@dataclass(frozen=True)
class Cell:
    """A recommendation with one addressee; a call for each measure, in their order."""

    calls: tuple[CallView, ...]
    words: str
    """One word where all measures share it, else counts, worst news first."""

    @property
    def under_review(self) -> bool:
        return any(call.under_review for call in self.calls)

    @property
    def draft(self) -> bool:
        return any(call.draft for call in self.calls)

    @property
    def closed(self) -> int:
        """How many of its calls the board has closed."""
        return sum(1 for call in self.calls if call.closure)


@dataclass(frozen=True)
class Register:
    as_of: date
    recommendations: tuple[RecommendationView, ...]
    addressees: tuple[AddresseeView, ...]
    cells: dict[tuple[int, int], Cell]
    """By recommendation id and addressee id; absent where it was not addressed."""
    last_change: date | None
    beyond: int = 0
    """Recommendations on record that were not read."""

    def recommendation(self, id: int) -> RecommendationView | None:
        return next((r for r in self.recommendations if r.id == id), None)

    def addressee(self, code: str) -> AddresseeView | None:
        return next((a for a in self.addressees if a.code == code), None)
