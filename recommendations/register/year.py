"""The advocacy year as it is read: days on which addressees decide, and which pack is to be
refreshed before each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from recommendations import gate
from recommendations.errors import NotFound
from recommendations.models import (
    Addressee,
    Assessment,
    BriefingPack,
    Call,
    DecisionPoint,
    Edition,
    EditionWithdrawal,
    Embargo,
    Person,
    Position,
    Review,
)
from recommendations.records.families import families
from recommendations.records.hidden import kept_words, without_kept
from recommendations.records.points import newest_point, overtaken_point
from recommendations.records.review_sql import reviewed
from recommendations.records.word_runs import look_up
from recommendations.records.writing import OPENERS, get
from recommendations.register.addressees import addressee_view
from recommendations.register.audiences import read_leaving, read_profiles
from recommendations.register.loading import Signatures
from recommendations.register.quotes import quotes_by_id, source_views
from recommendations.register.views import SourceView
from recommendations.register.waits import Waiting, waits
from recommendations.register.year_views import CalendarEntry, PointView, Refresh, spoken_days
from recommendations.rules import first_day
from recommendations.runs import Sought
from recommendations.urgency import refresh_by
from recommendations.vocabulary import Role, Verdict

UNREVIEWED = "A second person has not reviewed it yet."
ANYBODY = gate.Audience("")
REPEATS = "It has words of a quote that may not leave."
NOT_PUBLIC = "What it rests on may not leave, so it stands here alone."


def read_points(
    session: Session, day: date, role: Role | None = Role.EDITOR
) -> tuple[PointView, ...]:
    """All that were not taken out, the earliest first."""
    chains = _chains(session)
    newest = [chain[-1] for chain in chains.values() if not chain[-1].removed]
    roots = {chain[-1].key: root for root, chain in chains.items()}
    return tuple(sorted(_views(session, newest, roots, day, role), key=_by_day))


def read_point(session: Session, id: int, day: date, role: Role | None = Role.EDITOR) -> PointView:
    """As it stands now, whoever changed it since it had this number. Raises NotFound."""
    row = newest_point(session, get(session, DecisionPoint, id, "date"))
    roots = {chain[-1].key: root for root, chain in _chains(session).items()}
    found = _views(session, [row], roots, day, role)
    if not found:
        raise NotFound(f"There is no date {id}.")
    return found[0]


def read_calendar(session: Session, day: date) -> tuple[CalendarEntry, ...]:
    """The latest reviewed version of each that was not taken out and whose source may leave,
    as things stand today."""
    chains = {root: chain for root, chain in _chains(session).items() if not chain[-1].removed}
    rows = [row for chain in chains.values() for row in chain]
    signatures = Signatures(session)
    inside = _kept_inside(session, rows, signatures, day)
    whom = {row.id: row for row in session.exec(select(Addressee))}
    found = []
    for root, chain in chains.items():
        counting = [row for row in chain if signatures.accepted(row)]
        row = counting[-1] if counting else None
        if row is None or inside[row.key]:
            continue
        said = signatures.accepted(row)
        found.append(
            CalendarEntry(
                root=root,
                version=chain.index(row),
                addressee=whom[row.addressee].name,
                what=row.what,
                first=first_day(row.on, row.precision),
                last=row.until or row.on,
                precision=row.precision,
                at=said.recorded_at if said else row.recorded_at,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.first, one.root)))


def points_waiting(session: Session, signatures: Signatures, role: Role | None) -> list[Waiting]:
    """What a later version took the place of waits no more."""
    rows = session.exec(
        select(DecisionPoint)
        .where(
            ~col(DecisionPoint.removed), ~overtaken_point(DecisionPoint), ~reviewed(DecisionPoint)
        )
        .order_by(col(DecisionPoint.id))
    ).all()
    quotes = quotes_by_id(session, [row.quote for row in rows if row.quote], role)
    sources = source_views(session, {row.source for row in rows if row.source})
    whom = {row.id: row for row in session.exec(select(Addressee))}
    kept = kept_words(session, role, None) if rows else {}
    return [
        waits(
            signatures,
            [row],
            f"{whom[row.addressee].short}: {without_kept(row.what, kept)}",
            f"/year#point-{row.key}",
            quote=quotes.get(row.quote or 0),
            lines=_lines(row, sources.get(row.source or 0), without_kept(row.note, kept)),
            edit=f"/year/{row.key}",
        )
        for row in rows
    ]


def _lines(row: DecisionPoint, source: SourceView | None, note: str) -> tuple[str, ...]:
    said = [spoken_days(row.on, row.until, row.precision)]
    if source:
        said.append(f"As {source.ref} says: {source.title}, {source.publisher}".rstrip(", "))
    if note:
        said.append(note)
    return (*said, "Once reviewed it stands in calendars, where its source is public")


def read_refreshes(session: Session, points: Sequence[PointView]) -> tuple[Refresh, ...]:
    """For each point the packs whose audience has its addressee, or whom that speaks for; none
    for the board, which decides by itself."""
    profiles = {
        code: content
        for code, content in read_profiles(session).items()
        if not content.get("decides")
    }
    editions = _last_editions(session)
    parents = {row[0]: row[1] for row in session.execute(_SPEAKS_FOR)}
    changes = {
        code: _changes(session, content["addressees"], editions[code][2])
        for code, content in profiles.items()
        if code in editions
    }
    return tuple(
        Refresh(
            point=point.id,
            audience=code,
            name=str(content["name"]),
            by=refresh_by(point.on, point.precision),
            edition=editions[code][0] if code in editions else None,
            as_of=editions[code][1] if code in editions else None,
            changes=changes.get(code, 0),
        )
        for point in points
        for code, content in profiles.items()
        if {point.addressee.code, parents.get(point.addressee.code)} & {*content["addressees"]}
    )


_PARENT = Addressee.__table__.alias("parent")  # type: ignore[attr-defined]
_SPEAKS_FOR = (
    sa.select(col(Addressee.code), _PARENT.c.code)
    .join(_PARENT, _PARENT.c.id == col(Addressee.parent))
    .where(col(Addressee.speaks_for_parent))
)


def _last_editions(session: Session) -> dict[str, tuple[int, date, datetime]]:
    """By audience, of those that were not withdrawn: number, as of, and when it was issued."""
    rows = session.execute(
        sa.select(
            col(BriefingPack.profile),
            col(Edition.number),
            col(Edition.as_of),
            col(Edition.recorded_at),
        )
        .join(BriefingPack, col(BriefingPack.id) == col(Edition.pack))
        .where(col(Edition.id).not_in(sa.select(col(EditionWithdrawal.edition))))
        .order_by(col(Edition.number))
    )
    return {code: (number, as_of, at) for code, number, as_of, at in rows}


def _changes(session: Session, addressees: Collection[str], since: datetime) -> int:
    """Findings and positions of theirs that a second person accepted since."""
    theirs = sa.select(col(Addressee.id)).where(col(Addressee.code).in_(list(addressees)))
    speaking = sa.select(col(Addressee.id)).where(
        col(Addressee.parent).in_(theirs), col(Addressee.speaks_for_parent)
    )
    accepted = sa.select(col(Review.of_id)).where(
        col(Review.verdict) == Verdict.ACCEPTED, col(Review.recorded_at) > since
    )
    findings = (
        sa.select(sa.func.count(col(Assessment.id)))
        .join(Call, col(Call.id) == col(Assessment.call))
        .where(
            col(Call.addressee).in_(theirs),
            col(Assessment.id).in_(accepted.where(col(Review.of_kind) == "assessment")),
        )
    )
    positions = sa.select(sa.func.count(col(Position.id))).where(
        sa.or_(col(Position.addressee).in_(theirs), col(Position.addressee).in_(speaking)),
        col(Position.id).in_(accepted.where(col(Review.of_kind) == "position")),
    )
    return (session.scalar(findings) or 0) + (session.scalar(positions) or 0)


def _chains(session: Session) -> Mapping[int, list[DecisionPoint]]:
    """Versions in their order, by the number of the first."""
    chains: dict[int, list[DecisionPoint]] = {}
    root: dict[int, int] = {}
    for row in session.exec(select(DecisionPoint).order_by(col(DecisionPoint.id))):
        first = root.get(row.supersedes or 0, row.key)
        root[row.key] = first
        chains.setdefault(first, []).append(row)
    return chains


def _views(
    session: Session,
    rows: Sequence[DecisionPoint],
    roots: Mapping[int, int],
    day: date,
    role: Role | None,
) -> list[PointView]:
    signatures = Signatures(session)
    inside = _kept_inside(session, rows, signatures, day)
    quotes = quotes_by_id(session, [row.quote for row in rows if row.quote], role)
    sources = source_views(session, {row.source for row in rows if row.source})
    whom = {row.id: row for row in session.exec(select(Addressee))}
    kept = kept_words(session, role, None) if rows else {}
    return [
        PointView(
            id=row.key,
            root=roots[row.key],
            addressee=addressee_view(whom[row.addressee]),
            what=without_kept(row.what, kept),
            on=row.on,
            until=row.until,
            precision=row.precision,
            rests_on=row.quote,
            quote=quotes.get(row.quote or 0),
            source=quotes[row.quote].source
            if row.quote in quotes
            else sources.get(row.source or 0),
            note=without_kept(row.note, kept),
            removed=row.removed,
            signed=signatures.of(row),
            kept_inside=inside[row.key],
        )
        for row in rows
    ]


def _kept_inside(
    session: Session, rows: Iterable[DecisionPoint], signatures: Signatures, day: date
) -> dict[int, str]:
    """Of a quote the gate decides, as for words that leave to anybody. A source as a whole has
    to be public, as a reviewer, board member or administrator confirmed with the date."""
    rows = list(rows)
    quotes = quotes_by_id(session, [row.quote for row in rows if row.quote])
    public = _public(session, {row.source for row in rows if row.source}, day)
    openers = set(session.exec(select(Person.code).where(col(Person.role).in_(OPENERS))))
    found = {}
    for row in rows:
        signed = signatures.of(row)
        if signed.reviewed_at is None:
            found[row.key] = UNREVIEWED
            continue
        quote = quotes.get(row.quote or 0)
        if row.quote is not None:
            leaves = quote is not None and gate.may_leave(quote.standing, ANYBODY, day)
        else:
            leaves = row.source in public and signed.reviewed_by in openers
        found[row.key] = "" if leaves else NOT_PUBLIC
        if leaves and _repeats(session, row.what, day):
            found[row.key] = REPEATS
    return found


def _repeats(session: Session, words: str, day: date) -> bool:
    """Whether what somebody typed has a run of words that the gate keeps inside."""
    sought = Sought(words, short=False)
    known = look_up(session, sought.marks)
    places = {place for run in sought.found(known) for place in known[run.mark]}
    quotes = {quote for _, quote in places}
    return not quotes <= read_leaving(session, ANYBODY, day, quotes - {0})


def _public(session: Session, sources: Collection[int | None], day: date) -> frozenset[int]:
    ids = {id for id in sources if id is not None}
    if not ids:
        return frozenset()
    kin = families(session, ids)
    embargoed = set(
        session.exec(
            select(Embargo.source).where(
                col(Embargo.source).in_({one for all in kin.values() for one in all}),
                col(Embargo.until) >= day,
            )
        )
    )
    views = source_views(session, ids)
    return frozenset(id for id in ids if views[id].kind.is_public and not kin[id] & embargoed)


def _by_day(point: PointView) -> tuple[date, date, int]:
    return point.first, point.last, point.root
