"""Sources as they are read: section by section, with their quotes marked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, func, select

from recommendations.errors import NotAllowed, NotFound
from recommendations.models import (
    Addressee,
    Discrepancy,
    Embargo,
    Note,
    Person,
    Quote,
    Resolution,
    Section,
    Source,
)
from recommendations.records.families import families
from recommendations.records.hidden import Hidden, hidden_words
from recommendations.records.named import sealed
from recommendations.records.notes_of_meetings import conversation_of
from recommendations.records.raw_files import hash_of, is_erased
from recommendations.records.writing import get
from recommendations.register import text
from recommendations.register.copied import Copied
from recommendations.register.decisions import (
    DecisionView,
    TakenBack,
    read_decision,
    read_taken_back,
)
from recommendations.register.loading import Signatures
from recommendations.register.places import Looked, Place, Places, look_at, look_for
from recommendations.register.quotes import quote_views, source_view, source_views
from recommendations.register.text import Marks, Paragraph
from recommendations.register.transcriptions import TranscriptionView, read_scans_of
from recommendations.register.uses import Use, read_uses
from recommendations.register.versions import Versions, read_versions
from recommendations.register.views import QuoteView, Signed, SourceView
from recommendations.vocabulary import DiscrepancyKind, Role, SourceKind, Spoken

REFERENCE = re.compile(r"[⁰¹²³⁴-⁹]{1,4}|(?<=\[)\d{1,4}(?=\])|(?<=\[\^)\d{1,4}(?=\])")
FRONT = "Title page and contents"
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
"""How a text refers to its notes, and the number that means."""


@dataclass(frozen=True)
class SectionView:
    """`number` counts from 1 in the order of the source; 0 is what stands before."""

    number: int
    start: int
    end: int
    title: str
    level: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class NoteView:
    number: int
    text: str


@dataclass(frozen=True)
class DiscrepancyView:
    id: int
    kind: DiscrepancyKind
    where: str
    what: str
    resolved: str
    """What was found out about it last; empty while it is open."""
    signed: Signed | None


@dataclass(frozen=True)
class ConversationView:
    addressee: str
    office: str
    on: date
    spoken: Spoken
    signed: Signed


@dataclass(frozen=True)
class SourcePage:
    """`section` is None where all of a source is read on one page; `part` counts from 1
    within what is too long for one."""

    source: SourceView
    sha256: str
    extractor: str
    sections: tuple[SectionView, ...]
    front: tuple[SectionView, ...]
    section: SectionView | None
    part: int
    parts: int
    paragraphs: tuple[Paragraph, ...]
    quotes: dict[int, QuoteView]
    uses: dict[int, tuple[Use, ...]]
    notes: tuple[NoteView, ...]
    discrepancies: tuple[DiscrepancyView, ...]
    decision: DecisionView | None
    embargoed_until: date | None
    """The whole of it; a quote may have an embargo of its own."""
    letters: int
    file_erased: bool
    """It held words that were destroyed."""
    looked: Looked
    """What a reader looked for in all of it."""
    pages: tuple[tuple[int, str], ...]
    """By number, with the place in the reader."""
    taken_back: TakenBack | None = None
    versions: Versions = field(default_factory=Versions)
    conversation: ConversationView | None = None
    """Of a note of a meeting with an office."""
    scans: TranscriptionView | None = None
    """The pictures it was typed from."""
    pictures: bool = False
    """The reader may see them: no word of it is withheld from them."""
    copied: tuple[Copied, ...] = ()
    """Where words of it stand as well, and stay inside."""

    @property
    def unresolved(self) -> int:
        return sum(1 for odd in self.discrepancies if not odd.resolved)

    def elsewhere(self) -> Place | None:
        """What was looked for, where it stands in another part of the reader."""
        first = next(iter(self.looked.places), None)
        whole = f"/sources/{self.source.id}"
        return first if first and (self.section or first.path != whole) else None


@dataclass(frozen=True)
class SourceLine:
    """A source in the list of all."""

    source: SourceView
    quotes: int
    earlier: tuple[SourceView, ...] = ()
    """The versions whose place it took, newest first."""


def read_sources(session: Session) -> tuple[SourceLine, ...]:
    """Newest publication first. A version that was replaced stands with the one that took
    its place."""
    counts = dict(
        session.exec(
            select(Quote.source, func.count(col(Quote.id)))
            .where(~sealed(Quote))
            .group_by(col(Quote.source))
        ).all()
    )
    views = source_views(session)
    replaced = {view.replaces for view in views.values()}
    lines = [
        SourceLine(view, counts.get(view.id, 0), tuple(_earlier(views, view)))
        for view in views.values()
        if view.id not in replaced
    ]
    return tuple(
        sorted(lines, key=lambda s: (s.source.published_on or date.min, s.source.id), reverse=True)
    )


def read_reports(session: Session) -> tuple[SourceView, ...]:
    """Reports of ours that a newer version could take the place of."""
    views = source_views(session)
    replaced = {view.replaces for view in views.values()}
    ours = (view for view in views.values() if view.kind is SourceKind.REPORT)
    return tuple(view for view in ours if view.id not in replaced)


def _earlier(views: Mapping[int, SourceView], view: SourceView) -> Iterator[SourceView]:
    while view.replaces is not None and view.replaces in views:
        view = views[view.replaces]
        yield view


def read_cited(session: Session, source: int) -> SourceView:
    """What it is cited by, without its text."""
    found = source_views(session).get(source)
    if found is None:
        raise NotFound(f"There is no source {source}.")
    return found


def stored_before(session: Session, raw: bytes) -> tuple[SourceView, ...]:
    """The sources that were read from these very bytes."""
    same = select(Source).where(Source.raw_sha256 == hash_of(raw)).order_by(col(Source.id))
    return tuple(source_view(row) for row in session.exec(same))


def read_source(
    session: Session,
    source: int,
    section: int | None = None,
    role: Role | None = Role.EDITOR,
    part: int = 1,
    find: str = "",
    at: tuple[int, int] | None = None,
) -> SourcePage:
    """Raises NotFound for a source, section or part that is not there. Without a number all
    of it is read, or the first section of what is longer than a page. `find` are words to
    be marked wherever they stand, `at` a place to be marked."""
    row = get(session, Source, source, "source")
    sections = read_sections(session, row)
    front = _front(row, sections)
    here = _section(section, (*front, *sections), whole=text.fits(row.text))
    (start, end), parts = _part(row, here, part)
    quotes = _quotes_within(session, source, start, end, role)
    places = Places(session, row, role)
    looked = look_at(places, at) if at else look_for(places, find)
    turned, headings = _turned(places, start, end), [(s.start, s.level) for s in sections]
    marks = Marks(list(quotes.values()), places.kept, looked.spans(), turned, headings)
    return SourcePage(
        source=source_view(row),
        sha256=row.raw_sha256,
        extractor=row.extractor,
        sections=sections,
        front=front,
        section=here,
        part=part,
        parts=parts,
        paragraphs=text.paragraphs(row.text, start, end, marks),
        quotes=quotes,
        uses=read_uses(session, quotes),
        notes=_notes(session, source, row.text[start:end], places.hidden),
        discrepancies=read_discrepancies(session, source, role),
        decision=read_decision(session, source),
        embargoed_until=_embargoed_until(session, source),
        letters=len(row.text),
        file_erased=is_erased(session, row.raw_sha256),
        looked=looked,
        pages=places.turned(),
        taken_back=read_taken_back(session, source),
        versions=read_versions(session, source),
        conversation=_conversation(session, source),
        scans=read_scans_of(session, source),
        pictures=not places.hidden.quotes,
    )


def _section(
    number: int | None, all_of_them: Iterable[SectionView], whole: bool
) -> SectionView | None:
    """Where none is asked for the first, or None for what is read `whole`."""
    wanted = 1 if number is None and not whole else number
    found = next((one for one in all_of_them if one.number == wanted), None)
    if number is not None and found is None:
        raise NotFound("The source has no such section.")
    return found


def _part(source: Source, section: SectionView | None, part: int) -> tuple[tuple[int, int], int]:
    """Where it starts and ends, and how many there are."""
    start, end = (section.start, section.end) if section else (0, len(source.text))
    spans = text.parts(source.text, start, end)
    if not 0 < part <= len(spans):
        raise NotFound("The source has no such section.")
    return spans[part - 1], len(spans)


def _quotes_within(
    session: Session, source: int, start: int, end: int, role: Role | None
) -> dict[int, QuoteView]:
    marked = session.exec(
        select(Quote)
        .where(Quote.source == source, Quote.start < end, Quote.end > start)
        .order_by(col(Quote.start))
    ).all()
    return quote_views(session, marked, role)


def _embargoed_until(session: Session, source: int) -> date | None:
    """Under an embargo of any version of it."""
    versions = families(session, {source})[source]
    last = select(func.max(col(Embargo.until))).where(col(Embargo.source).in_(versions))
    return session.exec(last).one()


def _turned(places: Places, start: int, end: int) -> list[tuple[int, int]]:
    """Where pages begin within the span; the one it begins in is said at its start."""
    begun = places.page(start)
    inside = [(a, number) for a, number in places.pages if start < a < end]
    return [*([(start, begun)] if begun else []), *inside]


def _conversation(session: Session, source: int) -> ConversationView | None:
    row = conversation_of(session, source)
    if row is None:
        return None
    whom = get(session, Addressee, row.addressee, "addressee").name
    signed = Signatures(session, few=True).of(row)
    return ConversationView(whom, row.office, row.on, row.spoken, signed)


def read_note(session: Session, source: int, person: int) -> str:
    """All that a note says, to be put right by somebody from whom none of it is withheld."""
    row = get(session, Source, source, "source")
    role = get(session, Person, person, "person").role
    if hidden_words(session, {source}, role, person).quotes:
        raise NotAllowed("Words of it are withheld from you, so you cannot write it anew.")
    return row.text


def read_discrepancies(
    session: Session, source: int | None = None, role: Role | None = Role.EDITOR
) -> tuple[DiscrepancyView, ...]:
    statement = select(Discrepancy).order_by(col(Discrepancy.id))
    if source is not None:
        statement = statement.where(Discrepancy.source == source)
    resolved = {
        r.discrepancy: r for r in session.exec(select(Resolution).order_by(col(Resolution.id)))
    }
    signatures = Signatures(session)
    odd = session.exec(statement).all()
    hidden = hidden_words(session, {d.source for d in odd}, role)
    return tuple(
        DiscrepancyView(
            d.key,
            d.kind,
            hidden.without(d.source, d.place),
            hidden.without(d.source, d.what),
            resolved[d.key].what if d.key in resolved else "",
            signatures.of(resolved[d.key]) if d.key in resolved else None,
        )
        for d in odd
    )


def read_sections(session: Session, source: Source) -> tuple[SectionView, ...]:
    rows = session.exec(
        select(Section).where(Section.source == source.id).order_by(col(Section.start))
    ).all()
    return tuple(
        SectionView(n, s.start, s.end, s.title, s.level, tuple(s.path))
        for n, s in enumerate(rows, start=1)
    )


def _front(source: Source, sections: Sequence[SectionView]) -> tuple[SectionView, ...]:
    """What stands before the first section, where there are words."""
    first = sections[0].start if sections else 0
    if not source.text[:first].strip():
        return ()
    return (SectionView(0, 0, first, FRONT, 2, (FRONT,)),)


def _notes(session: Session, source: int, words: str, hidden: Hidden) -> tuple[NoteView, ...]:
    """The notes the words refer to."""
    wanted = {int(number.translate(PLAIN)) for number in REFERENCE.findall(words)}
    rows = session.exec(
        select(Note)
        .where(Note.source == source, col(Note.number).in_(wanted))
        .order_by(col(Note.number))
    )
    return tuple(NoteView(n.number, hidden.without(source, n.text)) for n in rows)
