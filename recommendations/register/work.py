"""The worklist: what is to be done, computed from the record each time, with who does it and
until when it is put off. What comes first is said in `urgency`."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations.errors import NotFound
from recommendations.models import Assignment, Person, Snooze
from recommendations.records import chain
from recommendations.records.hidden import kept_words, without_kept
from recommendations.register.work_findings import work_on_findings
from recommendations.register.work_items import WorkItem
from recommendations.register.work_packs import work_on_packs
from recommendations.register.work_reviews import may_take, work_of_reviewing
from recommendations.register.work_words import work_on_words
from recommendations.urgency import Urgency, in_order, urgency
from recommendations.vocabulary import Role, WorkKind

ON_ONE_PAGE = 50


@dataclass(frozen=True)
class Work:
    """One item as it stands. `to` is the short name of who is to do it; empty for nobody.
    `until` and `why` are those of a snooze that holds."""

    item: WorkItem
    urgency: Urgency
    to: str = ""
    until: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Worklist:
    """`part` of `parts` of what was asked for. `kinds` counts all that this person could do
    now, before it was narrowed; `snoozed` what is put off; `others` what waits for others: a
    review of one's own, or of what another role confirms."""

    work: tuple[Work, ...]
    part: int
    parts: int
    found: int
    kinds: Mapping[WorkKind, int]
    addressees: tuple[tuple[str, str], ...]
    mine: int
    snoozed: int
    others: int

    @property
    def all(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Said:
    """What somebody once said about an item; `until` of a snooze, `to` of an assignment."""

    at: datetime
    by: str
    to: str = ""
    until: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Asked:
    """What of the list is wanted; empty for all of it."""

    kind: WorkKind | None = None
    addressee: str = ""
    mine: bool = False
    snoozed: bool = False
    part: int = 1


def compute(session: Session, day: date) -> tuple[WorkItem, ...]:
    """Everything that is to be done, by whomever, in its order. It changes with the record
    and the day alone."""
    found = [
        *work_of_reviewing(session),
        *work_on_packs(session, day),
        *work_on_findings(session, day),
        *work_on_words(session, day),
    ]
    return tuple(sorted(found, key=lambda item: in_order(item.fact, day)))


class Worklists:
    """Keeps the last one that was computed: it is the same as long as the history has the
    same head and it is the same day."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[str, date], tuple[WorkItem, ...]] | None = None

    def of(self, session: Session, day: date) -> tuple[WorkItem, ...]:
        asked, kept = (chain.head(session).hash, day), self._kept
        if kept is None or kept[0] != asked:
            kept = self._kept = (asked, compute(session, day))
        return kept[1]


def read_work(session: Session, items: Collection[WorkItem], day: date) -> tuple[Work, ...]:
    """With what people said of each; in the order of `items`."""
    people = dict(
        session.execute(sa.select(col(Person.id), col(Person.code)).where(col(Person.active))).all()
    )
    to = dict(session.execute(_latest(Assignment, Assignment.person)).all())
    snoozes = {
        item: told
        for item, *told in session.execute(_latest(Snooze, Snooze.until, Snooze.why, Snooze.facts))
    }
    kept = kept_words(session, Role.EDITOR, None) if snoozes else {}
    found = []
    for item in items:
        until, why, facts = snoozes.get(item.key, (None, "", ""))
        held = until is not None and until > day and facts == item.facts
        found.append(
            Work(
                item,
                urgency(item.fact, day),
                people.get(to.get(item.key) or 0, ""),
                until if held else None,
                without_kept(why, kept) if held else "",
            )
        )
    return tuple(found)


def worklist(
    everything: Collection[Work], person: int, code: str, role: Role, asked: Asked
) -> Worklist:
    """For one person: reviews that only others can do are counted and not listed."""
    takes = [one for one in everything if may_take(one.item, person, role)]
    now = [one for one in takes if one.until is None]
    wanted = [one for one in takes if one.until is not None] if asked.snoozed else now
    wanted = [one for one in wanted if _is_wanted(one, code, asked)]
    parts = max(1, -(-len(wanted) // ON_ONE_PAGE))
    part = min(max(1, asked.part), parts)
    counts = Counter(one.item.kind for one in now)
    return Worklist(
        work=tuple(wanted[(part - 1) * ON_ONE_PAGE : part * ON_ONE_PAGE]),
        part=part,
        parts=parts,
        found=len(wanted),
        kinds={kind: counts[kind] for kind in WorkKind if counts[kind]},
        addressees=tuple(
            sorted({(one.item.addressee, one.item.of) for one in now if one.item.addressee})
        ),
        mine=sum(1 for one in now if _is_mine(one, code)),
        snoozed=len(takes) - len(now),
        others=len(everything) - len(takes),
    )


def item_named(items: Collection[WorkItem], key: str) -> WorkItem:
    """Raises NotFound for what is no work any more."""
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise NotFound("That is not on the list any more: it was done, or the record changed.")
    return found


def read_said(session: Session, key: str) -> tuple[Said, ...]:
    """Who was asked to do it and when it was put off, the newest first."""
    codes = dict(session.execute(sa.select(col(Person.id), col(Person.code))).all())
    assigned = [
        Said(row.recorded_at, codes.get(row.recorded_by, ""), codes.get(row.person, ""))
        for row in session.exec(select(Assignment).where(Assignment.item == key))
    ]
    rows = session.exec(select(Snooze).where(Snooze.item == key)).all()
    kept = kept_words(session, Role.EDITOR, None) if rows else {}
    put_off = [
        Said(
            row.recorded_at, codes.get(row.recorded_by, ""), until=row.until,
            why=without_kept(row.why, kept),
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted([*assigned, *put_off], key=lambda said: said.at, reverse=True))


def _is_wanted(one: Work, code: str, asked: Asked) -> bool:
    item = one.item
    return (
        asked.kind in {None, item.kind}
        and asked.addressee in {"", item.addressee}
        and (not asked.mine or _is_mine(one, code))
    )


def _is_mine(one: Work, code: str) -> bool:
    """What was sent back to them is theirs without anybody saying so."""
    return one.to == code or one.item.kind is WorkKind.SENT_BACK


def _latest(kind: type[Assignment] | type[Snooze], *columns: Any) -> Any:
    newest = sa.select(sa.func.max(col(kind.id))).group_by(col(kind.item))
    return sa.select(col(kind.item), *map(col, columns)).where(col(kind.id).in_(newest))
