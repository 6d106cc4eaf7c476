"""What speakers agreed to, drawn together over the quotes that share words. What opens
counts once a second person agreed; what a later word takes away counts at once, even
while the rest of it waits."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations import ladder
from recommendations.models import Consent
from recommendations.records.near import QUOTES, about
from recommendations.records.review_sql import in_force
from recommendations.vocabulary import ConsentState, Rung

STRICT_FIRST = (
    ConsentState.WITHDRAWN,
    ConsentState.UNKNOWN,
    ConsentState.UNREACHABLE,
    ConsentState.DECEASED,
    ConsentState.LIMITED,
    ConsentState.GIVEN,
)


@dataclass(frozen=True)
class Said:
    """What a speaker says. All but the state is for consent that lets words leave."""

    state: ConsentState
    audiences: tuple[str, ...] = ()
    attribution: Rung | None = None
    with_region: bool = False
    purposes: str = ""
    language: str = ""
    review_on: date | None = None


def said_in(row: Consent) -> Said:
    return Said(
        row.state, tuple(row.audiences), row.attribution, row.with_region, row.purposes,
        row.language, row.review_on,
    )  # fmt: skip


@dataclass(frozen=True)
class Consents:
    """By quote. `live` has the one in force and whatever was said after it."""

    now: Mapping[int, Consent]
    live: Mapping[int, Sequence[Consent]]
    withdrawn: frozenset[int]
    """Once taken back, for good."""


@dataclass(frozen=True)
class Agreed:
    """Over some words: the strictest of all that is on record."""

    state: ConsentState | None
    limited: bool
    audiences: frozenset[str]
    review_on: date | None
    attribution: Rung
    with_region: bool


_SAID = (
    sa.select(Consent, in_force(Consent))
    .where(col(Consent.quote).in_(QUOTES))
    .order_by(col(Consent.id))
)


def read_consents(session: Session, quotes: Collection[int]) -> Consents:
    said = list(about(session, _SAID, quotes))
    now = {row.quote: row for row, counts in said if counts}
    live: dict[int, list[Consent]] = defaultdict(list)
    withdrawn = set()
    for row, _ in said:
        if row.quote not in now or row.key >= now[row.quote].key:
            live[row.quote].append(row)
        if row.state is ConsentState.WITHDRAWN:
            withdrawn.add(row.quote)
    return Consents(now, live, frozenset(withdrawn))


def agreed_over(consents: Consents, over: Sequence[int], whole: frozenset[int]) -> Agreed:
    """`over` are the quotes that share words with one, `whole` those of them that hold
    all of it: only these open it."""
    rows = [row for quote in over for row in consents.live.get(quote, ())]
    limits = [frozenset(r.audiences) for r in rows if r.state is ConsentState.LIMITED]
    usable = [r for r in rows if r.state.lets_leave]
    return Agreed(
        state=_state(consents, over, whole),
        limited=bool(limits),
        audiences=frozenset.intersection(*limits) if limits else frozenset(),
        review_on=min((r.review_on for r in rows if r.review_on), default=None),
        attribution=ladder.coarsest(r.attribution or ladder.TOP for r in usable),
        with_region=bool(usable) and all(r.with_region for r in usable),
    )


def _state(consents: Consents, over: Sequence[int], whole: frozenset[int]) -> ConsentState | None:
    if consents.withdrawn & {*over}:
        return ConsentState.WITHDRAWN
    states = [consents.now[quote].state for quote in over if quote in consents.now]
    strictest = min(states, key=STRICT_FIRST.index, default=None)
    opened = any(quote in whole and quote in consents.now for quote in over)
    return None if strictest and strictest.lets_leave and not opened else strictest
