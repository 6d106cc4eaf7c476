"""Tombstones: what stays of records whose words are destroyed.

Everything that has the words is found first and nothing is written: the text of a source
and its quotes by their places, what is said about those quotes by pointing at them, and
every other text there is by the words themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import AutoString, Session, SQLModel, col, select, update

from recommendations.models import (
    Change,
    Conversation,
    Discrepancy,
    Edition,
    EditionFile,
    Measure,
    Note,
    Quote,
    QuoteDetail,
    RawFile,
    Recommendation,
    Recorded,
    Resolution,
    Review,
    ScannedPage,
    Section,
    Source,
    Transcription,
)
from recommendations.quotation import Found, anchor, occurrences
from recommendations.records import chain, indexing, passages, word_runs
from recommendations.records.blanking import ERASED, LONG_RUN, Passages, Range, blanked
from recommendations.records.corrections import moved, typed_here
from recommendations.records.families import families
from recommendations.records.scans import scanned_pages, transcription_of
from recommendations.records.speakers import unspoken

ABOUT_QUOTES: Mapping[str, tuple[str, ...]] = {
    "consent": ("purposes",),
    "flagchange": ("because",),
    "ground": ("because",),
    "quotedetail": ("official",),
    "speaker": (),
    "tierchange": ("why",),
    "variant": ("text",),
    "withdrawal": ("why",),
}
"""What is said about a quote goes with it, whichever words it uses. Who said it goes whole:
`speakers.unspoken`."""
USE_QUOTES = frozenset(
    {
        "ask",
        "choice",
        "decisionpoint",
        "dismissal",
        "editionquote",
        "embargo",
        "erasure",
        "evidence",
        "position",
        "recommendation",
        "samewords",
    }
)
"""Point at a quote and speak of something else: searched for its words."""
NEAR = 1_000
"""Code points before a quote in which its heading and who says it stand."""
UNTOUCHED = frozenset({"change", "chainhead", "rawfile"})


@dataclass
class Plan:
    """`values` by record; `files` are emptied as a whole; `loose` are rows that are no
    records: table, key, values."""

    rows: dict[tuple[str, int], Recorded] = field(default_factory=dict)
    values: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    loose: list[tuple[sa.Table, Sequence[Any], dict[str, Any]]] = field(default_factory=list)

    def put(self, row: Recorded, **values: Any) -> None:
        """Only what differs from what is there."""
        changed = {n: v for n, v in values.items() if v != self.value(row, n)}
        if changed:
            name = (chain.kind_of(row), row.key)
            self.rows[name] = row
            self.values.setdefault(name, {}).update(changed)

    def value(self, row: Recorded, column: str) -> Any:
        """As it will be."""
        planned = self.values.get((chain.kind_of(row), row.key), {})
        return planned.get(column, getattr(row, column))

    def emptied(self, row: Recorded, *columns: str) -> None:
        self.put(row, **{name: ERASED for name in columns if self.value(row, name)})

    def tables(self) -> set[str]:
        return {kind for kind, _ in self.rows} | {table.name for table, _, _ in self.loose}


def plan(session: Session, source: Source, start: int, end: int) -> Plan:
    """Of these words of a source, or of all of it."""
    made = Plan()
    whole = (start, end) == (0, len(source.text))
    over = [q for q in _quotes(session, source) if q.start < end and start < q.end]
    ranges = [(start, end)] if whole else [(start, end), *_around(source, over)]
    texts = [source.text[a:b] for a, b in ranges if not whole]
    texts += [text for q in over for text in (q.exact, q.heading, q.attribution) if text]
    passages = Passages.of(texts, [source.text] if whole else [])
    for one in session.exec(select(Source)).all():
        own = ranges if one.id == source.id else []
        again = [(f.start, f.end) for t in texts for f in _again(one.text, t)]
        own = own or _retyped(session, source, one, ranges)
        _plan_source(session, made, one, [*own, *again, *passages.ranges(one.text, LONG_RUN)])
    if whole:
        _plan_whole(session, made, source)
    _plan_about(session, made, _touched(made, over))
    _plan_elsewhere(session, made, passages)
    _plan_files_of_editions(session, made)
    return made


def _retyped(session: Session, source: Source, one: Source, ranges: list[Range]) -> list[Range]:
    """Where they stand in another version of what was typed here, mistakes put right."""
    if not (typed_here(source) and typed_here(one)):
        return []
    if one.key not in families(session, {source.key})[source.key]:
        return []
    return [(a, b) for a, b in moved(source.text, one.text, ranges) if a < b]


def write(session: Session, made: Plan, by: int | None) -> None:
    """The caller has got past what refuses changes. Each record gets a link that covers
    its tombstone; the salts of its earlier links are destroyed."""
    before = chain.head(session).seq
    for name, row in made.rows.items():
        for column, value in made.values[name].items():
            setattr(row, column, value)
        session.add(row)
    for table, key, values in made.loose:
        session.execute(sa.update(table).where(*_is(table, key)).values(values))
    for sha256 in made.files:
        session.exec(update(RawFile).where(col(RawFile.sha256) == sha256).values(raw=b""))
    session.flush()
    indexing.put_erased(session, made.rows.values())
    passages.put_again(session, made.rows.values())
    word_runs.put_again(session, made.rows.values())
    chain.append(session, list(made.rows.values()), chain.Act.ERASED, by)
    for kind, id in made.rows:
        earlier = (
            update(Change)
            .where(col(Change.of_kind) == kind, col(Change.of_id) == id)
            .where(col(Change.seq) <= before)
        )
        session.exec(earlier.values(salt=None))
    session.expire_all()


def _again(text: str, words: str) -> Iterator[Found]:
    """The same words elsewhere; two or three are anybody's."""
    return occurrences(text, words) if len(words.split()) > 3 else iter(())


def _quotes(session: Session, source: Source) -> Sequence[Quote]:
    return session.exec(select(Quote).where(Quote.source == source.id)).all()


def _around(source: Source, over: Sequence[Quote]) -> Iterator[Range]:
    """Heading and attribution of a quote, where they stand before it."""
    for quote in over:
        for words in {quote.heading, quote.attribution} - {""}:
            at = source.text.rfind(words, max(0, quote.start - NEAR), quote.start)
            if at >= 0:
                yield at, at + len(words)


def _plan_source(session: Session, made: Plan, source: Source, ranges: list[Range]) -> None:
    if not ranges:
        return
    text = blanked(source.text, ranges)
    made.put(source, text=text)
    made.files.add(source.raw_sha256)
    _plan_pictures(session, made, source)
    _plan_corrections(session, made, source)
    for quote in _quotes(session, source):
        if source.text[quote.start : quote.end] == quote.exact:
            again = anchor(text, quote.start, quote.end)
            made.put(quote, exact=again.exact, prefix=again.prefix, suffix=again.suffix)
    for section in session.exec(select(Section).where(Section.source == source.id)):
        heading = (section.start, section.start + len(section.title) + 10)
        if _touch([heading], ranges):
            made.emptied(section, "title")
    for note in session.exec(select(Note).where(Note.source == source.id)):
        if _touch([(note.start, note.end)], ranges):
            made.emptied(note, "text")
            made.put(note, works=[])
    for odd in session.exec(select(Discrepancy)):
        if _touch(_places_in(source, odd), ranges):
            _plan_discrepancy(session, made, odd)
    _plan_recommendations(session, made, source, ranges)


def _plan_pictures(session: Session, made: Plan, source: Source) -> None:
    """Where it came in as pictures, each may show the words; so may the same picture
    elsewhere."""
    told = transcription_of(session, source.key)
    shown = {page.sha256 for page in scanned_pages(session, told.key)} if told else set()
    made.files |= shown
    for page in session.exec(select(ScannedPage).where(col(ScannedPage.sha256).in_(shown))):
        table = SQLModel.metadata.tables["scannedpage"]
        made.loose.append((table, [page.transcription, page.place], {"raw": b""}))


def _plan_corrections(session: Session, made: Plan, source: Source) -> None:
    """What somebody is typing in its place says the same words, perhaps spelt otherwise."""
    asked = select(Transcription).where(
        Transcription.replaces == source.id, col(Transcription.source).is_(None)
    )
    for row in session.exec(asked):
        made.put(row, texts=[])


def _places_in(source: Source, odd: Discrepancy) -> list[Range]:
    """A place in another source has its number as a third figure."""
    return [(a, b) for a, b, *of in odd.places if (of or [odd.source]) == [source.id]]


def _plan_discrepancy(session: Session, made: Plan, odd: Discrepancy) -> None:
    made.emptied(odd, "place", "what")
    made.put(odd, places=[])
    for said in session.exec(select(Resolution).where(Resolution.discrepancy == odd.id)):
        made.emptied(said, "what")


def _plan_recommendations(
    session: Session, made: Plan, source: Source, ranges: list[Range]
) -> None:
    asked = (
        select(Recommendation, Quote)
        .join(Quote, col(Quote.id) == Recommendation.quote)
        .where(Quote.source == source.id)
    )
    for told, quote in session.exec(asked):
        if _touch([(quote.start, quote.end)], ranges):
            made.emptied(told, "title")
        for measure in session.exec(select(Measure).where(Measure.recommendation == told.id)):
            if _touch([(measure.start, measure.end)], ranges):
                made.emptied(measure, "label")


def _plan_whole(session: Session, made: Plan, source: Source) -> None:
    made.emptied(source, "title")
    made.put(source, publisher="", url="", caveat="")
    for spoke in session.exec(select(Conversation).where(Conversation.source == source.id)):
        made.emptied(spoke, "office")
    if told := transcription_of(session, source.key):
        made.emptied(told, "title")
        made.put(told, publisher="", url="", texts=[])
    for section in session.exec(select(Section).where(Section.source == source.id)):
        made.emptied(section, "title")
        made.put(section, path=[])
    for note in session.exec(select(Note).where(Note.source == source.id)):
        made.emptied(note, "text")
        made.put(note, works=[])
    for odd in session.exec(select(Discrepancy)):
        if odd.source == source.id or _places_in(source, odd):
            _plan_discrepancy(session, made, odd)
    for quote in _quotes(session, source):
        made.put(quote, section=[])


def _touched(made: Plan, over: Sequence[Quote]) -> list[Quote]:
    """The quotes that lose words of their own, not only of what stands beside them."""
    found = {quote.key: quote for quote in over}
    for row in made.rows.values():
        if isinstance(row, Quote) and made.value(row, "exact") != row.exact:
            found[row.key] = row
    return list(found.values())


def _plan_about(session: Session, made: Plan, quotes: Sequence[Quote]) -> None:
    ids = [quote.key for quote in quotes]
    about: list[Recorded] = list(quotes)
    for quote in quotes:
        made.put(quote, heading="", attribution="", official="", speaker_code="", notes=[])
    for table in chain.recorded_tables():
        columns = ABOUT_QUOTES.get(str(table.__tablename__))
        if columns is not None:
            told = session.exec(select(table).where(sa.column("quote").in_(ids))).all()
            for row in told:
                made.emptied(row, *columns)
                if isinstance(row, QuoteDetail):
                    made.put(row, language="", event_on=None, original=None)
            about += told
    for said, values in unspoken(session, ids):
        made.put(said, **values)
    _plan_reviews(session, made, about)


def _plan_reviews(session: Session, made: Plan, about: Sequence[Recorded]) -> None:
    names = {(chain.kind_of(row), row.key) for row in about}
    for said in session.exec(select(Review).where(Review.comment != "")):
        if (said.of_kind, said.of_id) in names:
            made.emptied(said, "comment")


def _plan_elsewhere(session: Session, made: Plan, passages: Passages) -> None:
    """Every other text: of records, and of whatever else is in the database."""
    records = {str(table.__tablename__): table for table in chain.recorded_tables()}
    for name, table in SQLModel.metadata.tables.items():
        columns = [c.name for c in table.columns if _holds_words(c)]
        if name in UNTOUCHED or not columns:
            continue
        if name in records:
            for row in session.exec(select(records[name])).all():
                told = {c: made.value(row, c) for c in columns if (name, c) != ("source", "text")}
                made.put(row, **{c: passages.out_of(value) for c, value in told.items()})
        else:
            made.loose += _loose(session, table, columns, passages)


def _plan_files_of_editions(session: Session, made: Plan) -> None:
    """Whose data loses words; their hashes stay, so that a copy is still told to be ours."""
    editions = [row.key for row in made.rows.values() if isinstance(row, Edition)]
    rows = session.exec(select(EditionFile).where(col(EditionFile.edition).in_(editions)))
    made.files |= {row.sha256 for row in rows}


def _loose(
    session: Session, table: sa.Table, columns: list[str], passages: Passages
) -> Iterator[tuple[sa.Table, Sequence[Any], dict[str, Any]]]:
    for row in session.execute(sa.select(table)).mappings():
        changed = {c: passages.out_of(row[c]) for c in columns}
        changed = {c: value for c, value in changed.items() if value != row[c]}
        if changed:
            yield table, [row[c.name] for c in table.primary_key], changed


def _holds_words(column: sa.Column[Any]) -> bool:
    if column.primary_key or column.unique or isinstance(column.type, sa.Enum):
        return False
    return isinstance(column.type, sa.String | AutoString | sa.JSON)


def _is(table: sa.Table, key: Sequence[Any]) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


def _touch(spans: Sequence[Range], ranges: Sequence[Range]) -> bool:
    return any(a < end and start < b for a, b in spans for start, end in ranges)
