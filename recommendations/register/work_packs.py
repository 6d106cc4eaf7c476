"""Work that days of others set: replies that are awaited, packs to refresh before an addressee
decides, and what we said would follow."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlmodel import Session

from recommendations.records.engagements import first_of
from recommendations.register.due import Due, read_due
from recommendations.register.engagements import open_follow_ups
from recommendations.register.work_items import WorkItem, facts_of
from recommendations.register.year import read_points, read_refreshes
from recommendations.register.year_views import PointView, Refresh
from recommendations.rules import A_DAY, spoken
from recommendations.urgency import SOON
from recommendations.vocabulary import WorkKind

PROPOSED = timedelta(days=14)
"""How long before the day by which a pack is to be refreshed it is on the list."""


def work_on_packs(session: Session, day: date) -> list[WorkItem]:
    points = read_points(session, day)
    return [
        *_replies(session, day),
        *_refreshes(read_refreshes(session, points), points, day),
        *_follow_ups(session, day),
    ]


def _replies(session: Session, day: date) -> Iterator[WorkItem]:
    for one in read_due(session, day):
        if one.next_on is not None and one.next_on > day + SOON:
            continue
        yield WorkItem(
            key=f"reply:{one.delivery.id}",
            kind=WorkKind.REPLY,
            words=f"{one.office.name}: {_reply(one, day)}",
            where=f"/due/{one.delivery.id}" if one.is_due(day) else "/due",
            since=(one.next_on or one.reply_by) - SOON,
            due=one.next_on - A_DAY if one.next_on else None,
            facts=facts_of([one.next_on, len(one.reminders)]),
            addressee=one.addressee.code,
            of=one.addressee.short,
        )


def _reply(one: Due, day: date) -> str:
    if one.next_on is None:
        return "three letters went and no reply is on record; decide what else to do"
    if one.is_due(day):
        return f"no reply on record to {one.delivery.what}; letter {one.number} is due"
    if one.reminders:
        return f"letter {one.number} is due on {spoken(one.next_on)}"
    return f"reply invited by {spoken(one.reply_by)} to {one.delivery.what}"


def _refreshes(
    refreshes: Sequence[Refresh], points: Sequence[PointView], day: date
) -> Iterator[WorkItem]:
    by_id = {point.id: point for point in points}
    for one in refreshes:
        point = by_id[one.point]
        if not one.needed or one.by - PROPOSED > day or point.first < day:
            continue
        yield WorkItem(
            key=f"pack:{point.root}-{one.audience}",
            kind=WorkKind.PACK,
            words=f"Refresh the pack for {one.name} by {spoken(one.by)}, before “{point.what}”, "
            f"{point.when}: {one.why}",
            where=f"/packs/{one.audience}",
            since=one.by - PROPOSED,
            due=one.by,
            facts=facts_of([point.first, one.edition, one.changes]),
            addressee=point.addressee.code,
            of=point.addressee.short,
        )


def _follow_ups(session: Session, day: date) -> Iterator[WorkItem]:
    """What has no day is on the list until it is done."""
    waiting = open_follow_ups(session, day)
    first = first_of(session, [one.id for one in waiting])
    for one in waiting:
        if one.follow_up_by is not None and one.follow_up_by > day + SOON:
            continue
        yield WorkItem(
            key=f"follow-up:{first[one.id]}",
            kind=WorkKind.FOLLOW_UP,
            words=f"{one.office}, {one.how.value} of {spoken(one.on)}: {one.follow_up}",
            where=f"/engagements/{one.id}",
            since=one.on,
            due=one.follow_up_by,
            facts=facts_of([one.follow_up, one.follow_up_by]),
            addressee=one.addressee,
            of=one.of,
        )
