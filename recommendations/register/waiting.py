"""What waits for a second person, and what was sent back to its author."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session, col, select

from recommendations.models import (
    Assessment,
    Call,
    FlagChange,
    Ground,
    Measure,
    Person,
    Position,
    PositionMeasure,
    PublishedDecision,
    Quote,
    Recorded,
    Search,
    SearchCall,
    Source,
    TierChange,
)
from recommendations.records.decisions import taken_back
from recommendations.records.findings import counting_assessment, counting_position
from recommendations.records.named import sealed_quotes
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.records.triaged import meant_to_leave
from recommendations.records.writing import OPENERS, last_links
from recommendations.register import windows
from recommendations.register.consents_waiting import waiting_consents
from recommendations.register.details import details_waiting
from recommendations.register.drafts import read_drafts
from recommendations.register.loading import Loaded, Signatures, load
from recommendations.register.meetings import decisions_waiting
from recommendations.register.opening import named_lines, switches_waiting, variants_waiting
from recommendations.register.profiles import profiles_waiting
from recommendations.register.quotes import quote_views, quotes_by_id
from recommendations.register.transcriptions import transcriptions_waiting
from recommendations.register.views import QuoteView
from recommendations.register.waiting_names import Names, some_of
from recommendations.register.waits import Waiting, waits
from recommendations.register.year import points_waiting
from recommendations.rules import spoken
from recommendations.vocabulary import CallOrigin, Flag, Role, SearchFor, Tier


def read_waiting(
    session: Session,
    role: Role | None = Role.EDITOR,
    person: int | None = None,
    loaded: Loaded | None = None,
) -> tuple[Waiting, ...]:
    """Oldest first. Proposals nobody has accepted are not in it; nor is what would unseal
    words, but for the `person` they were sealed for."""
    loaded = loaded or load(session, role, windows.waiting(session))
    signatures = loaded.signatures
    names = Names(session)
    found = [
        *_findings(session, loaded, names, signatures),
        *_positions(session, loaded, names, signatures),
        *_searches(session, names, signatures),
        *_decisions(session, signatures),
        *_measures(session, names, signatures),
        *_grounds(session, names, signatures, role),
        *_calls(session, names, signatures),
        *_triage(session, signatures, role, person),
        *_consents(session, signatures, role),
        *variants_waiting(session, signatures, role),
        *switches_waiting(session, signatures),
        *profiles_waiting(session, signatures),
        *details_waiting(session, signatures, role),
        *transcriptions_waiting(session),
        *decisions_waiting(session, signatures),
        *points_waiting(session, signatures, role),
    ]
    links = last_links(session, {_record(item) for w in found for item in w.items})
    linked = [
        replace(w, items=tuple(f"{item}@{links[_record(item)]}" for item in w.items)) for w in found
    ]
    return tuple(sorted(linked, key=lambda w: w.signed.at))


def _record(item: str) -> tuple[str, int]:
    kind, _, number = item.rpartition("-")
    return kind, int(number)


def _unreviewed(session: Session, kind: type[Recorded]) -> list[Recorded]:
    return list(
        session.exec(
            select(kind)
            .where(col(kind.recorded_by).is_not(None), ~reviewed(kind))
            .order_by(col(kind.id))
        )
    )


def _findings(
    session: Session, loaded: Loaded, names: Names, signatures: Signatures
) -> list[Waiting]:
    views = {v.id: v for pairs in loaded.findings.values() for _, v in pairs}
    ids = [id for id, draft in read_drafts(session).items() if draft.author is not None]
    drafts = session.exec(
        select(Assessment).where(col(Assessment.id).in_(ids)).order_by(col(Assessment.id))
    ).all()
    counts = {row.call: counting_assessment(session, row.call) for row in drafts}
    return [
        waits(
            signatures,
            [row],
            f"{names.call(row.call)}: {row.status.value}",
            names.path(row.call),
            assessment=views[row.key],
            before=views.get(counts[row.call] or 0),
            rivals=tuple(
                f"assessment-{other.id}"
                for other in drafts
                if (other.call, other.base) == (row.call, row.base)
                and other.recorded_by != row.recorded_by
            ),
            edit=f"{names.path(row.call)}/update/{row.id}",
        )
        for row in drafts
    ]


def _positions(
    session: Session, loaded: Loaded, names: Names, signatures: Signatures
) -> list[Waiting]:
    views = {v.id: (v, call) for call, pairs in loaded.positions.items() for _, v in pairs}
    waiting = []
    drafts = [row for row in _unreviewed(session, Position) if row.key in views]
    for row in drafts:
        view, call = views[row.key]
        whom = names.addressees[view.addressee].short
        spoken = _reviewed_on(session, view.addressee)
        counts = [
            counting_position(session, view.addressee, m) for m in view.measures if m in spoken
        ]
        before, _ = views.get(max((id for id in counts if id), default=0), (None, 0))
        rivals = [
            views[other.key][0]
            for other in drafts
            if other.recorded_by != row.recorded_by
            and views[other.key][0].addressee == view.addressee
            and views[other.key][0].base == view.base
            and set(views[other.key][0].measures) & set(view.measures)
        ]
        waiting.append(
            waits(
                signatures,
                [row],
                f"{whom} says: {view.value.value}",
                names.path(call),
                position=view,
                lines=some_of(names, view.measures),
                before=before,
                rivals=tuple(f"position-{rival.id}" for rival in rivals),
                edit=f"{names.path(call)}/update/position/{row.id}",
            )
        )
    return waiting


def _reviewed_on(session: Session, addressee: int) -> set[int]:
    """The measures that a reviewed position of theirs is about."""
    return set(
        session.exec(
            select(PositionMeasure.measure)
            .join(Position, col(Position.id) == PositionMeasure.position)
            .where(Position.addressee == addressee, reviewed(Position))
        )
    )


def _searches(session: Session, names: Names, signatures: Signatures) -> list[Waiting]:
    """Searches that stand for themselves; one that a draft rests on goes with it."""
    waiting = []
    drafted = {(draft.call, draft.author) for draft in read_drafts(session).values()}
    for row in session.exec(select(Search).where(~reviewed(Search)).order_by(col(Search.id))):
        calls = session.exec(select(SearchCall.call).where(SearchCall.search == row.id)).all()
        for_a_step = row.looked_for is SearchFor.STEP
        if for_a_step and any((call, row.recorded_by) in drafted for call in calls):
            continue
        waiting.append(
            waits(
                signatures,
                [row],
                f"Looked on {spoken(row.on)} for a {row.looked_for.value}, nothing found",
                names.path(calls[0]) if calls else "/",
                lines=(f"In {row.places}", *(names.call(call) for call in calls)),
            )
        )
    return waiting


def _decisions(session: Session, signatures: Signatures) -> list[Waiting]:
    return [
        waits(
            signatures,
            [row],
            f"“{source.title}” is already published by us",
            f"/sources/{source.id}",
            opens=True,
            lines=(f"Decided by {row.decided_by}, {spoken(row.decided_on)}", row.why),
        )
        for row, source in session.exec(
            select(PublishedDecision, Source)
            .join(Source, col(Source.id) == PublishedDecision.source)
            .where(
                col(PublishedDecision.recorded_by).is_not(None),
                ~reviewed(PublishedDecision),
                ~taken_back(PublishedDecision),
            )
        )
    ]


def _measures(session: Session, names: Names, signatures: Signatures) -> list[Waiting]:
    return [
        waits(
            signatures,
            [row],
            f"Measure: {names.measure(row.key)}",
            "/start/measures",
            lines=(f"Done when: {names.measures[row.key].done_when}",),
        )
        for row in _unreviewed(session, Measure)
    ]


def _grounds(
    session: Session, names: Names, signatures: Signatures, role: Role | None
) -> list[Waiting]:
    rows = [row for row in _unreviewed(session, Ground) if isinstance(row, Ground)]
    quotes = quotes_by_id(session, (row.quote for row in rows), role)
    return [
        waits(
            signatures,
            [row],
            f"Ground of “{names.recommendations[row.recommendation].title}”",
            "/start/grounds",
            quote=quotes[row.quote],
        )
        for row in rows
        if row.quote in quotes
    ]


def _calls(session: Session, names: Names, signatures: Signatures) -> list[Waiting]:
    return [
        waits(
            signatures,
            [row],
            f"Passed onward: {names.call(row.key)}",
            names.path(row.key),
        )
        for row in _unreviewed(session, Call)
        if isinstance(row, Call) and row.origin is CallOrigin.ONWARD
    ]


def _triage(
    session: Session, signatures: Signatures, role: Role | None, person: int | None
) -> list[Waiting]:
    """All that was answered for a quote and opens it, as one thing to review."""
    changes: dict[tuple[int, int], list[TierChange | FlagChange]] = {}
    tiers = select(TierChange).where(
        col(TierChange.opens), ~reviewed(TierChange), ~answered_again(TierChange)
    )
    flags = select(FlagChange).where(
        col(FlagChange.opens),
        ~col(FlagChange.proposed),
        ~reviewed(FlagChange),
        ~answered_again(FlagChange),
        meant_to_leave(FlagChange),
        col(FlagChange.quote).not_in(sealed_quotes()),
    )
    rows_waiting: list[TierChange | FlagChange] = [*session.exec(tiers), *session.exec(flags)]
    signatures.read(rows_waiting)
    for row in rows_waiting:
        changes.setdefault((row.quote, row.recorded_by or 0), []).append(row)
    quotes = quote_views(
        session,
        session.exec(select(Quote).where(col(Quote.id).in_({quote for quote, _ in changes}))),
        role,
        person,
    )
    return [
        waits(
            signatures,
            rows,
            _triage_words(rows, quotes[quote]),
            f"/quotes/{quote}" if quotes[quote].sealed else f"/triage/{quote}",
            opens=True,
            quote=quotes[quote],
            lines=(
                *named_lines(session, rows),
                *(_flag_lines(session, quote) if quotes[quote].testimony else ()),
            ),
        )
        for (quote, author), rows in changes.items()
        if quote in quotes
    ]


def _triage_words(rows: list[TierChange | FlagChange], quote: QuoteView) -> str:
    if quote.sealed:
        return "Unsealed; stays inside"
    tiers = [row.tier for row in rows if isinstance(row, TierChange)]
    if Tier.NAMED_AUDIENCES in tiers:
        return "May leave to named audiences"
    return "May leave" if tiers else "Flags answered; stays inside"


def _flag_lines(session: Session, quote: int) -> tuple[str, ...]:
    levels: dict[Flag, int] = {}
    for change in session.exec(
        select(FlagChange)
        .where(FlagChange.quote == quote, ~col(FlagChange.proposed))
        .order_by(col(FlagChange.id))
    ):
        levels[change.flag] = change.level
    said = [
        f"{flag.value} {level}" if flag.highest > 1 else flag.value
        for flag, level in levels.items()
        if level
    ]
    return (f"Flags: {', '.join(said)}" if said else "No flags",)


def _consents(session: Session, signatures: Signatures, role: Role | None) -> list[Waiting]:
    found = waiting_consents(session)
    quotes = quotes_by_id(session, [one.quote for one in found], role)
    return [
        waits(
            signatures,
            one.rows,
            one.about,
            f"/quotes/{one.quote}/consent",
            opens=True,
            quote=quotes[one.quote],
            lines=one.lines,
        )
        for one in found
        if one.quote in quotes
    ]


def count_for(waiting: tuple[Waiting, ...], person: int, role: Role) -> int:
    """How many of them this person can review."""
    return sum(1 for w in waiting if may_take(w, person, role))


def may_take(waiting: Waiting, person: int, role: Role) -> bool:
    """An editor cannot confirm what opens or was decided, the board compares no pictures;
    what was sent back waits for its author."""
    may_confirm = role is not Role.EDITOR or not waiting.opens
    may_confirm &= role is not Role.BOARD or not waiting.compared
    return waiting.author != person and may_confirm and not waiting.sent_back


@dataclass(frozen=True)
class Others:
    """Who else is here: a second person, and one who may confirm what opens."""

    anyone: bool
    opener: bool


def read_others(session: Session, person: int) -> Others:
    roles = session.exec(select(Person).where(col(Person.active), Person.id != person)).all()
    return Others(bool(roles), any(p.role in OPENERS for p in roles))


def oldest(waiting: tuple[Waiting, ...]) -> date | None:
    return min((w.signed.at.date() for w in waiting), default=None)
