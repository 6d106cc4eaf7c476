"""What a person has around every page: how much waits for them, and whether the first
hour is still to be finished. Counted, never listed, so that every page may ask."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from recommendations.models import (
    Choice,
    Consent,
    Erasure,
    FlagChange,
    Ground,
    Measure,
    Person,
    PublishedDecision,
    Quote,
    Recommendation,
    Recorded,
    Speaker,
    TierChange,
)
from recommendations.records.blanking import ERASED
from recommendations.records.decisions import stands
from recommendations.records.near import numbers
from recommendations.records.own_reports import recommended_in_own, reports
from recommendations.records.review_sql import answered_again, reviewed, sent_back
from recommendations.records.triaged import meant_to_leave, needs_triage, was_answered
from recommendations.register.sealed import SEALED, read_kept_from
from recommendations.register.waiting_kinds import Condition, one_by_one, read_bound
from recommendations.vocabulary import Role

Count = sa.ScalarSelect[int]
Who = sa.BindParameter[int]


@dataclass(frozen=True)
class Desk:
    """`waiting` agrees with register.waiting.count_for."""

    waiting: int
    erasures: int
    """Requests to erase words that this person could confirm."""
    first_hour: bool
    """Something of the first hour is left to do."""


def read_desk(session: Session, person: int, role: Role) -> Desk:
    """One query, and few where something was written since."""
    statement = _statement(role is not Role.EDITOR, role is not Role.BOARD)
    mine = {"person": person, "kept_from": read_kept_from(session, person)}
    row = session.execute(statement, read_bound(session) | mine).one()
    return Desk(row[0], row[1], bool(row[2]))


@cache
def _statement(opens: bool, compares: bool) -> sa.Select[int, int, bool]:
    """Putting it together takes ten times as long as the database needs for it, so it is
    kept. `opens`: what waits for an opener is counted as well; `compares`: and what has to
    be held against pictures."""
    person: Who = sa.bindparam("person", type_=sa.Integer)
    counts = [
        _waiting(kind.table, person, *kind.waits)
        for kind in one_by_one()
        if (opens or not kind.opens) and (compares or not kind.compared)
    ]
    if opens:
        counts += [_triaged(person), _consents(person)]
    erasures = _erasures(person) if opens else sa.literal(0)
    return sa.select(sum(counts[1:], counts[0]), erasures, _unfinished(person))


def _waiting(kind: type[Recorded], person: Who, *waits: Condition) -> Count:
    return (
        sa.select(sa.func.count(col(kind.id)))
        .where(*waits, col(kind.recorded_by) != person, ~sent_back(kind))
        .scalar_subquery()
    )


_KEPT_FROM = numbers("kept_from")


def _may_see(quote: Any) -> Condition:
    """Where there is one: it is not sealed, or it was sealed for this person."""
    found: Condition = sa.or_(quote.is_(None), quote.not_in(_KEPT_FROM))
    return found


def _erasures(person: Who) -> Count:
    """One of sealed words is there for the people they were sealed for alone."""
    asked = col(Erasure.recorded_by).is_not(None), ~reviewed(Erasure)
    return _waiting(Erasure, person, *asked, _may_see(col(Erasure.quote)))


def _triaged(person: Who) -> Count:
    """What one person answered for a quote is reviewed as one thing."""
    opened = sa.union(
        *(
            sa.select(col(kind.quote), col(kind.recorded_by)).where(
                col(kind.opens),
                col(kind.recorded_by) != person,
                ~reviewed(kind),
                ~sent_back(kind),
                ~answered_again(kind),
                *more,
            )
            for kind, more in (
                (TierChange, (_may_see(TierChange.quote),)),
                (
                    FlagChange,
                    (
                        ~col(FlagChange.proposed),
                        meant_to_leave(FlagChange),
                        col(FlagChange.quote).not_in(SEALED),
                    ),
                ),
            )
        )
    ).subquery()
    return sa.select(sa.func.count()).select_from(opened).scalar_subquery()


def _consents(person: Who) -> Count:
    """What one person said of a quote's consent and speaker is reviewed as one thing."""
    said = sa.union(
        *(
            sa.select(col(kind.quote), col(kind.recorded_by)).where(
                col(kind.recorded_by) != person,
                ~reviewed(kind),
                ~sent_back(kind),
                ~answered_again(kind),
                col(kind.quote).not_in(SEALED),
                *more,
            )
            for kind, more in (
                (Consent, (col(Consent.opens),)),
                (Speaker, (col(Speaker.code) != ERASED,)),
            )
        )
    ).subquery()
    return sa.select(sa.func.count()).select_from(said).scalar_subquery()


def _unfinished(person: Who) -> Condition:
    """Agrees with the steps of register.beginning."""
    decision = aliased(PublishedDecision)
    in_force = _some(decision, col(decision.source) == col(Recommendation.source), stands(decision))
    return sa.or_(
        ~_some(Person, col(Person.active), col(Person.id) != person),
        ~_some(Recommendation),
        _some(Recommendation, col(Recommendation.source).in_(reports()), ~in_force),
        _some(Quote, needs_triage(), ~was_answered()),
        _some(Ground, col(Ground.recorded_by).is_(None)),
        _some(
            Measure,
            col(Measure.recorded_by).is_(None),
            col(Measure.recommendation).in_(recommended_in_own()),
        ),
        _some(Quote, needs_triage())
        & ~_some(
            Choice,
            col(Choice.chosen),
            col(Choice.quote).not_in(SEALED),
            ~_changed_later(),
        ),
    )


def _some(kind: Any, *where: Condition) -> sa.Exists:
    return sa.select(sa.literal(1)).select_from(kind).where(*where).exists()


def _changed_later() -> Condition:
    """A later word on the same quote for the same audience."""
    later = aliased(Choice)
    return _some(
        later,
        col(later.id) > col(Choice.id),
        col(later.pack) == col(Choice.pack),
        col(later.quote) == col(Choice.quote),
        sa.func.coalesce(later.recommendation, 0) == sa.func.coalesce(Choice.recommendation, 0),
        sa.func.coalesce(later.call, 0) == sa.func.coalesce(Choice.call, 0),
    )
