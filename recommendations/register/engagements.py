"""The engagement log as it is read: what was recorded there, with the editions and letters that
went out and the notes of meetings, which stay where they are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from recommendations.models import (
    Addressee,
    Call,
    Conversation,
    Engagement,
    Measure,
    Person,
    Recommendation,
    Source,
)
from recommendations.records.engagements import counts, latest_of
from recommendations.records.hidden import kept_words, without_kept
from recommendations.records.writing import get
from recommendations.register.deliveries import DeliveryView, read_deliveries
from recommendations.vocabulary import SPOKEN_WITH, EngagedBy, Role, Spoken


@dataclass(frozen=True)
class EngagementView:
    """`source` is the number of our note of it, or of the letter."""

    id: int
    on: date
    how: EngagedBy
    addressee: str
    """Its code."""
    of: str
    """Its short name."""
    office: str
    asked: str
    promised: str
    follow_up: str
    follow_up_by: date | None
    done_on: date | None
    source: int | None
    by: str
    changed: bool
    removed: bool = False
    why: str = ""

    @property
    def spoken(self) -> bool:
        return self.how in SPOKEN_WITH

    @property
    def open(self) -> bool:
        return bool(self.follow_up) and self.done_on is None

    def overdue(self, day: date) -> bool:
        return self.open and self.follow_up_by is not None and self.follow_up_by < day


@dataclass(frozen=True)
class NoteView:
    """Of a meeting; its words are read at the source."""

    source: int
    on: date
    addressee: str
    of: str
    office: str
    spoken: Spoken


@dataclass(frozen=True)
class LogEntry:
    """One of the three."""

    on: date
    addressee: str
    engagement: EngagementView | None = None
    delivery: DeliveryView | None = None
    note: NoteView | None = None


def read_log(
    session: Session,
    role: Role | None = Role.EDITOR,
    person: int | None = None,
    addressee: str = "",
    how: EngagedBy | None = None,
) -> tuple[LogEntry, ...]:
    """Newest first: with one addressee, by its code, or with all. Where it is narrowed to a way
    of being in touch, to what was recorded as such; a meeting has its notes."""
    told = read_engagements(session, role, person, addressee)
    notes = _notes(session, addressee, {one.source for one in told})
    entries = [LogEntry(one.on, one.addressee, engagement=one) for one in told]
    if how is not None:
        entries = [one for one in entries if one.engagement and one.engagement.how is how]
    if how in {None, EngagedBy.MEETING}:
        entries += [LogEntry(one.on, one.addressee, note=one) for one in notes]
    if how is None:
        sent = read_deliveries(session, addressee=addressee)
        entries += [LogEntry(one.on, one.addressee, delivery=one) for one in sent]
    return tuple(sorted(entries, key=lambda one: one.on, reverse=True))


def read_engagements(
    session: Session,
    role: Role | None = Role.EDITOR,
    person: int | None = None,
    addressee: str = "",
) -> tuple[EngagementView, ...]:
    """Those that count, newest first."""
    asked = _asked().where(counts()).order_by(col(Engagement.on).desc(), col(Engagement.id).desc())
    if addressee:
        asked = asked.where(Addressee.code == addressee)
    rows = session.exec(asked).all()
    kept = kept_words(session, role, person) if rows else {}
    return tuple(_view(row, whom, by, kept) for row, whom, by in rows)


def read_engagement(
    session: Session, id: int, role: Role | None = Role.EDITOR, person: int | None = None
) -> EngagementView:
    """As it is now, whoever changed it since it had this number. Raises NotFound."""
    latest = latest_of(session, get(session, Engagement, id, "entry of the log"))
    row, whom, by = session.exec(_asked().where(Engagement.id == latest.id)).one()
    return _view(row, whom, by, kept_words(session, role, person))


def open_follow_ups(session: Session, day: date) -> tuple[EngagementView, ...]:
    """What was to follow by then and is not done: what has a day first, the earliest of them
    before the others."""
    asked = _asked().where(
        counts(),
        Engagement.follow_up != "",
        col(Engagement.done_on).is_(None),
        Engagement.on <= day,
    )
    rows = session.exec(asked).all()
    kept = kept_words(session, Role.EDITOR, None) if rows else {}
    found = [_view(row, whom, by, kept) for row, whom, by in rows]
    return tuple(sorted(found, key=lambda one: (one.follow_up_by or date.max, one.on, one.id)))


def places_of(session: Session, addressee: str) -> tuple[int, ...]:
    """The recommendations that call on this addressee: where a position is recorded."""
    rows = session.exec(
        select(Recommendation.place)
        .join(Measure, col(Measure.recommendation) == Recommendation.id)
        .join(Call, col(Call.measure) == Measure.id)
        .join(Addressee, col(Addressee.id) == Call.addressee)
        .where(Addressee.code == addressee)
        .distinct()
        .order_by(col(Recommendation.place))
    )
    return tuple(rows)


def _asked() -> Select[Engagement, Addressee, str]:
    return (
        select(Engagement, Addressee, Person.code)
        .join(Addressee, col(Addressee.id) == Engagement.addressee)
        .join(Person, col(Person.id) == Engagement.recorded_by)
    )


def _view(row: Engagement, whom: Addressee, by: str, kept: dict[int, str]) -> EngagementView:
    return EngagementView(
        id=row.key,
        on=row.on,
        how=EngagedBy(row.how),
        addressee=whom.code,
        of=whom.short,
        office=row.office,
        asked=without_kept(row.asked, kept),
        promised=without_kept(row.promised, kept),
        follow_up=without_kept(row.follow_up, kept),
        follow_up_by=row.follow_up_by,
        done_on=row.done_on,
        source=row.source,
        by=by,
        changed=row.supersedes is not None,
        removed=row.removed,
        why=row.why,
    )


def _notes(session: Session, addressee: str, told: Collection[int | None]) -> tuple[NoteView, ...]:
    """In their latest version, under the strictest word; without those that an entry names."""
    replaced = select(col(Source.replaces)).where(col(Source.replaces).is_not(None))
    asked = (
        select(Conversation, Addressee)
        .join(Addressee, col(Addressee.id) == Conversation.addressee)
        .where(col(Conversation.source).not_in(replaced))
        .order_by(col(Conversation.id))
    )
    if addressee:
        asked = asked.where(Addressee.code == addressee)
    found: dict[int, NoteView] = {}
    for row, whom in session.exec(asked):
        spoken = Spoken(row.spoken)
        before = found.get(row.source)
        if before is not None and before.spoken.strictness > spoken.strictness:
            spoken = before.spoken
        if row.source not in told:
            found[row.source] = NoteView(
                row.source, row.on, whom.code, whom.short, row.office, spoken
            )
    return tuple(found.values())
