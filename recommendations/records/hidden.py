"""Words of a source that a reader may not see, wherever else they stand: around a quote,
in a note, in what was found odd."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_

from recommendations import quotation
from recommendations.errors import Refused
from recommendations.gate import may_read
from recommendations.models import Quote, SameWords, Withdrawal
from recommendations.records.blanking import shared_runs
from recommendations.records.named import sealed_over, sealed_quotes
from recommendations.records.near import QUOTES, about, sharing_words
from recommendations.records.standing import standings
from recommendations.vocabulary import Role

WITHHELD = "[words withheld]"
KEPT = (
    "“{words}” are words of a quote that was withdrawn or sealed. Leave them out: everybody here "
    "reads this."
)


@dataclass(frozen=True)
class Hidden:
    """Quotes whose words the reader may not see, by source."""

    quotes: Mapping[int, tuple[Quote, ...]] = field(default_factory=dict)

    def before(self, quote: Quote) -> bool:
        return self._any(quote, quote.start - len(quote.prefix), quote.start)

    def after(self, quote: Quote) -> bool:
        return self._any(quote, quote.end, quote.end + len(quote.suffix))

    def _any(self, quote: Quote, start: int, end: int) -> bool:
        return any(q.start < end and start < q.end for q in self.quotes.get(quote.source, ()))

    def words(self, source: int) -> tuple[str, ...]:
        """Longest first, pull quotes with them. The blanks of erased words say nothing, and
        stand everywhere in a text that was erased."""
        rows = self.quotes.get(source, ())
        told = {words for row in rows for words in (row.exact, row.heading)}
        said = {words for words in told if any(map(str.isalnum, words))}
        return tuple(sorted(said, key=len, reverse=True))

    def places(self, source: int, text: str) -> tuple[tuple[int, int], ...]:
        """Where they stand in the source's text, each time it says them."""
        found = {(row.start, row.end) for row in self.quotes.get(source, ())}
        return tuple(sorted(found | set(quotation.places_of(text, self.words(source)))))

    def without(self, source: int, text: str) -> str:
        """The text without them, where it repeats them."""
        for words in self.words(source):
            for found in reversed(list(quotation.occurrences(text, words))):
                text = text[: found.start] + WITHHELD + text[found.end :]
        return text


def withdrawn_quotes() -> sa.CompoundSelect[Any]:
    """SQL: the ids of those with some words of a withdrawn one. Begins with what was
    withdrawn, which is little."""
    return sharing_words(sa.select(col(Withdrawal.quote)))


_ELSEWHERE = sa.select(col(SameWords.quote)).where(col(SameWords.source).in_(QUOTES))
_KEPT = sa.union_all(
    sa.select(col(Withdrawal.quote)), sa.select(*sealed_quotes().subquery("sealed_ones").c)
)
_ALL_KEPT = sa.select(Quote).where(col(Quote.id).in_(_KEPT))
_OF_SOURCES = sa.select(Quote).where(
    or_(col(Quote.source).in_(QUOTES), col(Quote.id).in_(_ELSEWHERE)),
    col(Quote.id).in_(_KEPT),
)
_AGAIN = sa.select(SameWords).where(col(SameWords.quote).in_(QUOTES))
_AMONG = sa.select(Quote).where(
    col(Quote.id).in_(QUOTES),
    or_(
        sa.select(sa.literal(1)).where(col(Withdrawal.quote) == col(Quote.id)).exists(),
        sealed_over(Quote),
    ),
)


def hidden_words(
    session: Session, sources: Collection[int], role: Role | None, person: int | None = None
) -> Hidden:
    """All of some sources. Cost: one query where nothing was withdrawn or sealed."""
    return _hidden(session, [row for (row,) in about(session, _OF_SOURCES, sources)], role, person)


def hidden_among(
    session: Session, quotes: Collection[int], role: Role | None, person: int | None = None
) -> Hidden:
    """Of these quotes: for words and what stands beside them, where the rest of the source
    is not shown."""
    return _hidden(session, [row for (row,) in about(session, _AMONG, quotes)], role, person)


def _hidden(session: Session, kept: list[Quote], role: Role | None, person: int | None) -> Hidden:
    if person is None and role is not Role.ADMINISTRATOR:
        return everywhere(session, kept)
    known = standings(session, kept)
    return everywhere(session, [row for row in kept if not may_read(known[row.key], role, person)])


def everywhere(session: Session, quotes: Iterable[Quote]) -> Hidden:
    """These quotes, by each source where they stand."""
    found: dict[int, list[Quote]] = defaultdict(list)
    of = {row.key: row for row in quotes}
    for row in of.values():
        found[row.source].append(row)
    for (same,) in about(session, _AGAIN, of):
        found[same.source].append(_again(of[same.quote], same))
    return Hidden({source: tuple(rows) for source, rows in found.items()})


def kept_words(session: Session, role: Role | None, person: int | None) -> dict[int, str]:
    """The words of every quote, by its number, that this reader may not see: for what people
    write themselves. Without a role, all that not everybody inside may read."""
    rows = list(session.scalars(_ALL_KEPT))
    known = standings(session, rows)
    return {row.key: row.exact for row in rows if not may_read(known[row.key], role, person)}


def refuse_kept(session: Session, texts: Mapping[str, str]) -> None:
    """Of what people write themselves, by field, for everybody inside: nothing that not
    everybody may read. Raises Refused."""
    kept = kept_words(session, None, None)
    refused = {}
    for name, text in texts.items():
        for places in shared_runs(text, kept).values():
            start, end = places[0]
            refused[name] = KEPT.format(words=text[start:end])
    if refused:
        raise Refused(**refused)


def without_kept(text: str, kept: Mapping[int, str]) -> str:
    """The text without what it repeats of them: whole, or a run of their words."""
    found = {(at.start, at.end) for words in kept.values() for at in _said(text, words)}
    found |= {place for places in shared_runs(text, kept).values() for place in places}
    for start, end in reversed(_joined(found)):
        text = text[:start] + WITHHELD + text[end:]
    return text


def _said(text: str, words: str) -> Iterable[quotation.Found]:
    return quotation.occurrences(text, words) if any(map(str.isalnum, words)) else ()


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _again(quote: Quote, same: SameWords) -> Quote:
    """As it would stand in the other version; no record."""
    return Quote(
        id=quote.id,
        source=same.source,
        start=same.start,
        end=same.end,
        exact=quote.exact,
        heading=quote.heading,
        fidelity=quote.fidelity,
    )
