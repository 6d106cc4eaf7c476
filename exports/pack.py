"""The leave-behind as a value: everything that will stand on its two pages.

Every string here is a quote found again in its source, derived from a record,
staff text approved for the edition, or fixed text of a profile or template.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from recommendations.vocabulary import PositionValue, Status


@dataclass(frozen=True)
class PrintedQuote:
    """`words` is as printed: with what is withheld replaced by its tokens, or as we
    translated them, and without note numbers inside them."""

    ref: str
    words: str
    citation: int
    """Number of its entry in `LeaveBehind.citations`, counted from 1."""
    attribution: str = ""
    fidelity: str = ""
    """In words, empty for the verbatim original."""
    translated: bool = False
    """By us."""
    language: str = ""
    """Of the words: a BCP 47 tag; empty where nobody said it."""
    beneath: "PrintedQuote | None" = None
    """The same words in the other language of the pair: the original beneath a translation,
    or its translation as it was published."""


@dataclass(frozen=True)
class PrintedCitation:
    number: int
    text: str
    """Chicago notes style; plain text."""


@dataclass(frozen=True)
class PrintedPosition:
    """What the addressee itself says; `looked` says where and when we looked when
    nothing was found, and is empty when no search is on record either."""

    institution: str
    value: PositionValue | None
    on: date | None = None
    part: str = ""
    says_done: bool = False
    quote: PrintedQuote | None = None
    looked: str = ""
    withheld: bool = False
    """They have said something; its words stay inside for this audience."""


@dataclass(frozen=True)
class PrintedEvidence:
    quote: PrintedQuote
    stance: str


@dataclass(frozen=True)
class PrintedFinding:
    """What we find on one measure. `reading` is the status in words, with its until
    date where it has one; for and against have equal weight on page two."""

    measure: str
    """Empty while the split into measures awaits confirmation."""
    status: Status
    reading: str
    reason: str = ""
    true_on: date | None = None
    under_review: bool = False
    evidence: tuple[PrintedEvidence, ...] = ()
    closed: str = ""
    """That our board has closed it, as a sentence; empty where it has not."""


@dataclass(frozen=True)
class Asked:
    """What is asked of one institution. `sentence` says all of it and has in brackets what
    a draft still misses; `quote` are words that support it."""

    institution: str
    by: date | None
    instrument: str
    sentence: str
    quote: PrintedQuote | None
    risk: str
    safeguard: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class PrintedAsk:
    """One recommendation and what we ask on it: of several institutions, or of none yet.
    `missing` names the parts that an issued edition would need."""

    number: int
    title: str
    """With whom it addresses, where the pack is about several."""
    recommended: PrintedQuote
    positions: tuple[PrintedPosition, ...]
    findings: tuple[PrintedFinding, ...]
    summary: str
    """One word when all measures share it, else counts in words, worst first."""
    testimony: PrintedQuote | None
    onward: str
    """That the report did not name them, where we passed it onward; else empty."""
    asked: tuple[Asked, ...]
    done_when: tuple[str, ...]
    missing: tuple[str, ...]
    decides: bool = False
    """The readers decide on what others do; they are not whom it was recommended to."""


@dataclass(frozen=True)
class WelcomeStep:
    """The most welcome step they took, in their words."""

    said: str
    on: date
    quote: PrintedQuote


@dataclass(frozen=True)
class ToDecide:
    """That a call is closed or opened again. `about` names the measure and the addressee."""

    about: str
    closes: bool
    status: Status
    reading: str
    true_on: date | None
    reason: str
    evidence: tuple[PrintedEvidence, ...]
    """On what our finding rests, and what stands against it."""


@dataclass(frozen=True)
class ChangedCall:
    """A finding that counts and did not as of the last meeting, with its reason; `before` as
    it was read then."""

    about: str
    before: Status
    before_reading: str
    status: Status
    reading: str
    true_on: date | None
    corrected: bool
    reason: str
    evidence: tuple[PrintedEvidence, ...]


@dataclass(frozen=True)
class ChangedStand:
    """What they have said since the last meeting."""

    about: str
    value: PositionValue
    part: str
    on: date
    quote: PrintedQuote


@dataclass(frozen=True)
class MeetingSheet:
    """What a meeting of those who decide has before it, on one page."""

    meeting: str
    """For which meeting, or that none is planned."""
    since: str
    """Since when changes are told, as a heading."""
    to_decide: tuple[ToDecide, ...]
    asked: tuple[Asked, ...]
    findings: tuple[ChangedCall, ...]
    positions: tuple[ChangedStand, ...]
    decided: tuple[str, ...]
    unknown: tuple[str, ...]
    handed: tuple[str, ...]
    quotes: bool = True
    """There is room for the words of the evidence; else their sources alone are named."""
    more: str = ""
    """How much of it stands in the full pack alone."""


@dataclass(frozen=True)
class LeaveBehind:
    organisation: str
    about: str
    """Who we are, in one line."""
    office: str
    country: str
    """What this audience calls the country."""
    language: str
    """BCP 47."""
    paper: str
    """"A4" or "Letter"."""
    contact: str
    edition: str
    """"Draft, not issued", or "Edition 3"; empty while it is only proposed."""
    draft: bool
    sample: bool
    """True in the demonstration home: every page says that its content is sample."""
    as_of: date
    opening: str
    """One sentence: what we ask, by when."""
    since: str
    """What the welcome step is counted from, e.g. "Since October 2024"."""
    welcome: WelcomeStep | None
    content_note: str
    """Warns on page one when a person let flagged testimony in; else empty."""
    asks: tuple[PrintedAsk, ...]
    searches: tuple[str, ...]
    """What we looked for and did not find, each with place and date."""
    left_out: tuple[str, ...]
    """What is left out for this audience and why."""
    limits: tuple[str, ...]
    caveat: str
    reply: str
    """The courteous line that invites a reply."""
    citations: tuple[PrintedCitation, ...]
    title: str
    """For the document's metadata and the browser's tab."""
    history: str = ""
    """The head of the history when this was composed, as written down; a reader who holds
    it can have it checked later."""
    verify: str = ""
    """How to check that this copy is genuine; empty in a draft and in an edition's data."""
    corrections: tuple[tuple[str, str], ...] = ()
    """What staff put right in the texts of this language, by the English: the templates say
    it so, and say it again in the same words later."""
    unchecked: int = 0
    """Texts of its language that nobody has found right yet; such a pack is not issued."""
    closer: int = 0
    """By how many steps it is set more closely than its letters ask for, because it ran over
    two pages."""
    sheet: MeetingSheet | None = None
    """For those who decide: it takes the place of the asks."""
    copy: str = ""
    """For whom alone this copy is, and its number; empty where nothing in it is for named
    audiences."""


def letters(value: object) -> int:
    """Of everything that will be printed."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple):
        return sum(map(letters, value))
    if is_dataclass(value):
        return sum(letters(getattr(value, field.name)) for field in fields(value))
    return 0


def quotes_in(value: object) -> Iterator[PrintedQuote]:
    """Every one that is printed somewhere in it, as often as it is."""
    if isinstance(value, PrintedQuote):
        yield from quotes_in(value.beneath)
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from quotes_in(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from quotes_in(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from quotes_in(getattr(value, field.name))
