"""What is odd in a source that somebody brought, and between it and others: stored for a
person to resolve."""

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

from sqlmodel import Session, col, select

from recommendations.models import Discrepancy, Note, Quote, Source, Withdrawal
from recommendations.reading.accounts import Cited, day_of, in_two_ways, otherwise, sentences
from recommendations.reading.discrepancies import find_in_text
from recommendations.records.families import families
from recommendations.records.named import sealed
from recommendations.records.writing import record_all
from recommendations.vocabulary import DiscrepancyKind, Precision

LOOKED_AT = 300_000
"""Letters of a text that are looked through: the rest would keep whoever adds it waiting."""
BEGINNING = 120
MOST = 60
"""More than anybody reads of one source; looking again goes on from there."""


def notice(session: Session, source: Source, by: int) -> int:
    """Gives how many are new: what is on record already is not told twice. Words that were
    withdrawn or sealed are compared with nothing."""
    known = {
        (odd.kind, str(odd.places))
        for odd in session.exec(select(Discrepancy).where(Discrepancy.source == source.id))
    }
    told = chain(_within(session, source), _across(session, source))
    new = (odd for odd in told if (odd.kind, str(odd.places)) not in known)
    found = list(islice(new, MOST))
    record_all(session, found, by)
    return len(found)


def _within(session: Session, source: Source) -> Iterator[Discrepancy]:
    """Notes were looked through when they came in."""
    if session.exec(select(Note.id).where(Note.source == source.id)).first() is None:
        for read in find_in_text(source.text[:LOOKED_AT]):
            places = [list(place) for place in read.places]
            yield _odd(source, read.kind, read.where, read.what, places)


def _odd(
    source: Source, kind: DiscrepancyKind, place: str, what: str, places: list[list[int]]
) -> Discrepancy:
    return Discrepancy(source=source.key, kind=kind, place=place, what=what, places=places)


def _across(session: Session, source: Source) -> Iterator[Discrepancy]:
    """With another source a place has its number as a third figure. Versions of one source
    tell the same in other words, as they should."""
    versions = set(families(session, {source.key})[source.key])
    yield from _cited_otherwise(session, source, versions)
    mine = sentences(source.text[:LOOKED_AT])
    quotes = select(Quote).where(
        col(Quote.source).not_in(versions),
        col(Quote.id).not_in(select(Withdrawal.quote)),
        ~sealed(Quote),
    )
    for quote in session.exec(quotes.order_by(col(Quote.id))):
        theirs = sentences(quote.exact, quote.start)
        for first, second, what in otherwise(mine, theirs):
            one, other = mine[first], theirs[second]
            yield _odd(
                source,
                DiscrepancyKind.TWO_ACCOUNTS,
                f"S{source.id} and S{quote.source}",
                f"One event is {what}.",
                [[one.start, one.end], [other.start, other.end, quote.source]],
            )


def _cited_otherwise(session: Session, source: Source, versions: set[int]) -> Iterator[Discrepancy]:
    """The source beside others, as they are stored and as notes cite them."""
    mine = _stored(source.key, source.title, source.published_on, source.precision, source.url)
    cited = [mine, *_others(session, versions)]
    for account in in_two_ways(cited):
        if len(account.told) > 1 and any(one is mine for one, _ in account.told):
            told = [(one, said) for one, said in account.told if one is not mine]
            own = next(said for one, said in account.told if one is mine)
            others = " and ".join(f"{said} ({one.by})" for one, said in told if said != own)
            if others:
                yield _odd(
                    source,
                    DiscrepancyKind.TWO_ACCOUNTS,
                    f"S{source.id} and {told[0][0].by}",
                    f"One work has more than one {account.part}: {own} here, {others}.",
                    [
                        [0, min(BEGINNING, len(source.text))],
                        *([one.start, one.end, int(one.by.split("S")[-1])] for one, _ in told),
                    ],
                )


def _stored(id: int, title: str, on: date | None, precision: Precision, url: str) -> Cited:
    known = on if precision is Precision.DAY else None
    return Cited(f"S{id}", 0, BEGINNING, "", title, known, url)


def _others(session: Session, versions: set[int]) -> Iterator[Cited]:
    rows = session.exec(
        select(Source.id, Source.title, Source.published_on, Source.precision, Source.url)  # type: ignore[call-overload]
        .where(col(Source.id).not_in(versions))
        .order_by(col(Source.id))
    )
    for id, title, on, precision, url in rows:
        yield _stored(id, title, on, precision, url)
    for note in session.exec(select(Note).where(col(Note.source).not_in(versions))):
        for work in note.works:
            if not work.get("is_panel"):
                yield _noted(note, work)


def _noted(note: Note, work: dict[str, Any]) -> Cited:
    return Cited(
        by=f"note {note.number} of S{note.source}",
        start=work["start"],
        end=work["end"],
        author="",
        title=work["title"],
        on=day_of(work["dated"]),
        url=work["url"],
    )
