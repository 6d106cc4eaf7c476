"""Importing a report: everything that was read becomes records by set-up, in one
transaction; what it proposes waits for a person."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from recommendations import quotation
from recommendations.arriving import chosen, turned_over
from recommendations.errors import Refused
from recommendations.models import (
    Call,
    Discrepancy,
    FlagChange,
    Ground,
    Measure,
    Note,
    PublishedDecision,
    Quote,
    Recommendation,
    Recorded,
    Section,
    Source,
    TierChange,
)
from recommendations.reading.apart import Reader, read_apart
from recommendations.reading.parts import ReadRecommendation, ReadReport, Words
from recommendations.records.addressees import addressee_named
from recommendations.records.raw_files import hash_of, keep_bytes
from recommendations.records.versions import note_same_words, note_version
from recommendations.records.writing import get, record, record_all
from recommendations.vocabulary import CallOrigin, Fidelity, SourceKind, Tier

MOST = 500
"""Recommendations of one report. A register may bring a hundred times as many; each of a
report's is told apart from all the others and is looked at by two people."""
PROPOSED = None
"""What the import proposes belongs to nobody, whoever ran it: who accepts it becomes its
author, and a second person reviews."""


@dataclass(frozen=True)
class Imported:
    """`new` is False when these very bytes were imported before: nothing changed."""

    source: int
    title: str
    new: bool
    read: ReadReport | None = None
    """What was read, when it was new."""


def read_for_import(
    raw: bytes, name: str = "", reader: Reader[ReadReport] | None = None
) -> ReadReport:
    """In a child process; `reader` is one that reads many in a row. Raises Unreadable for
    what is no text, and Refused for a report without recommendations or with too many."""
    read = reader.read(raw, name) if reader else read_apart(raw, name)
    if not read.recommendations:
        raise Refused(
            f"{name or 'This file'} has no recommendations that could be told apart. "
            "They are looked for under a heading with the word “recommendations”, as bullets, "
            "numbered, or grouped under the name of an addressee. Nothing was imported."
        )
    if len(read.recommendations) > MOST:
        raise Refused(
            f"{name or 'This file'} has {len(read.recommendations):,} recommendations, and a "
            f"report may have {MOST}. A longer list is brought in as a register: CSV, XLSX or "
            "DOCX. Nothing was imported."
        )
    return read


def as_chosen(read: ReadReport, choice: str, name: str = "") -> ReadReport:
    """What may be Zawgyi is kept as a person chose, and read anew where it was converted; the
    bytes stay as they came. Raises Refused where somebody has to choose first, and where a
    hidden sign would have words of it read otherwise than they stand."""
    kept = chosen(read.text, choice)
    if kept.converted:
        read = replace(read_apart(kept.text.encode(), name), extractor=kept.read_by(read.extractor))
    _refuse_turned(read)
    return read


def _refuse_turned(read: ReadReport) -> None:
    for words in (*(r.words for r in read.recommendations), *(q.words for q in read.quotes)):
        if turned_over(words.said):
            line = read.text.count("\n", 0, words.start) + 1
            raise Refused(
                f"In what begins in line {line}, a hidden sign turns the direction of letters, so "
                "it would not be read as it stands. Mend the file. Nothing was imported."
            )


def import_report(
    session: Session,
    raw: bytes,
    name: str = "",
    by: int | None = None,
    published_by: str = "",
    read: ReadReport | None = None,
    replaces: int | None = None,
    burmese: str = "",
) -> Imported:
    """`published_by` proposes the “already published” decision, in the words of who
    decided and when; it is in force once a second account-holder confirms it. `read` is
    these bytes as `read_for_import` gives them, so that nobody waits while they are read.
    `replaces` is the earlier version of the report: what restricts its words holds on. `burmese` is
    what is kept where the text may be Zawgyi."""
    sha256 = hash_of(raw)
    stored = session.exec(select(Source).where(Source.raw_sha256 == sha256)).first()
    if stored is not None:
        return Imported(stored.key, stored.title, False)
    read = as_chosen(read or read_for_import(raw, name), burmese, name)
    if replaces is not None:
        _refuse_unless_newer(session, replaces)
    source = _store_source(session, raw, read, by, replaces)
    _store_parts(session, source, read, by)
    quotes = _store_quotes(session, source, read, by)
    for place, recommendation in enumerate(read.recommendations, start=_next_place(session)):
        section = _section_of(read, recommendation.words)
        _store_recommendation(session, source, place, recommendation, section, quotes, by)
    if published_by:
        record(
            session,
            PublishedDecision(
                source=source.key,
                decided_by=published_by,
                decided_on=_decided_on(read),
                why="Published by the organisation, as said at import.",
            ),
            by,
        )
    if replaces is not None:
        marked = session.exec(select(Quote).where(Quote.source == source.key)).all()
        note_same_words(session, marked, by)
        note_version(session, source, by)
    return Imported(source.key, source.title, True, read)


def _refuse_unless_newer(session: Session, replaces: int) -> None:
    before = get(session, Source, replaces, "source")
    if before.kind is not SourceKind.REPORT:
        raise Refused(f"S{replaces} is no report of ours; its newer version is added as a source.")
    later = session.exec(select(Source.id).where(Source.replaces == replaces)).first()
    if later is not None:
        raise Refused(f"S{replaces} has a newer version already, S{later}.")


def _decided_on(read: ReadReport) -> date:
    if read.published_on is None:
        raise Refused("The report says no date; decide that it is already published in the pages.")
    return read.published_on


def _store_source(
    session: Session, raw: bytes, read: ReadReport, by: int | None, replaces: int | None
) -> Source:
    source = Source(
        kind=SourceKind.REPORT,
        title=read.title,
        publisher=read.publisher,
        published_on=read.published_on,
        precision=read.precision,
        raw_sha256=keep_bytes(session, raw, "file"),
        text=read.text,
        extractor=read.extractor,
        caveat=read.caveat.said if read.caveat else "",
        replaces=replaces,
    )
    return record(session, source, by)


def _store_parts(session: Session, source: Source, read: ReadReport, by: int | None) -> None:
    rows: list[Recorded] = [
        Section(
            source=source.key,
            start=s.start,
            end=s.end,
            title=s.title,
            level=s.level,
            path=list(s.path),
        )
        for s in read.sections
    ]
    rows += [
        Note(
            source=source.key,
            number=n.number,
            start=n.start,
            end=n.end,
            text=n.text,
            works=[_plain(asdict(work)) for work in n.works],
        )
        for n in read.notes
    ]
    rows += [
        Discrepancy(
            source=source.key,
            kind=d.kind,
            place=d.where,
            what=d.what,
            places=[list(place) for place in d.places],
        )
        for d in read.discrepancies
    ]
    record_all(session, rows, by)


def _plain(work: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in work.items()}


def _store_quotes(
    session: Session, source: Source, read: ReadReport, by: int | None
) -> list[Quote]:
    quotes = [
        _anchored(
            source,
            q.words,
            fidelity=q.fidelity,
            testimony=q.fidelity is Fidelity.INTERPRETED_AND_EDITED,
            heading=q.heading.said if q.heading else "",
            attribution=q.attribution.said if q.attribution else "",
            section=list(q.section),
            notes=list(q.notes),
        )
        for q in read.quotes
    ]
    record_all(session, quotes, by)
    proposals = [
        FlagChange(
            quote=quote.key,
            flag=p.flag,
            level=p.level,
            proposed=True,
            because=p.because,
        )
        for quote, q in zip(quotes, read.quotes, strict=True)
        for p in q.flags
    ]
    record_all(session, proposals, PROPOSED)
    return quotes


def _anchored(source: Source, words: Words, **more: Any) -> Quote:
    anchor = quotation.anchor(source.text, words.start, words.end)
    return Quote(source=source.key, **asdict(anchor), **more)


def _store_recommendation(
    session: Session,
    source: Source,
    place: int,
    read: ReadRecommendation,
    section: list[str],
    quotes: list[Quote],
    by: int | None,
) -> None:
    """Those of the report that comes with the product are open at once; those of another once
    two people say that it is published."""
    quote = record(
        session,
        _anchored(source, read.words, fidelity=Fidelity.VERBATIM_ORIGINAL, section=section),
        by,
    )
    record(
        session,
        TierChange(
            quote=quote.key,
            tier=Tier.OPEN,
            opens=False,
            why="A recommendation of a source that we published, as said at import.",
        ),
        by,
    )
    recommendation = record(
        session,
        Recommendation(source=source.key, quote=quote.key, title=read.title, place=place),
        by,
    )
    _propose(session, recommendation.key, read, quotes, by)


def _propose(
    session: Session,
    recommendation: int,
    read: ReadRecommendation,
    quotes: list[Quote],
    by: int | None,
) -> None:
    """Its measures, from whom each is called for, and the quotes that show why."""
    measures = [
        Measure(
            recommendation=recommendation,
            start=m.words.start,
            end=m.words.end,
            label=m.label,
            kind=m.kind,
            place=n,
        )
        for n, m in enumerate(read.measures)
    ]
    record_all(session, measures, PROPOSED)
    addressees = [addressee_named(session, name, by) for name in read.addressees]
    calls = [
        Call(measure=m.key, addressee=a.key, origin=CallOrigin.NAMED_IN_SOURCE)
        for m in measures
        for a in addressees
    ]
    record_all(session, calls, PROPOSED)
    grounds = [
        Ground(
            quote=quotes[g.quote].key,
            recommendation=recommendation,
            because=", ".join(g.because),
        )
        for g in read.grounds
    ]
    record_all(session, grounds, PROPOSED)


def _section_of(read: ReadReport, words: Words) -> list[str]:
    """The innermost section that the words stand in."""
    around = [s for s in read.sections if s.start <= words.start and words.end <= s.end]
    return list(max(around, key=lambda s: s.level).path) if around else []


def _next_place(session: Session) -> int:
    return 1 + max(session.exec(select(Recommendation.place)), default=0)
