"""The first hour: what is done and what is left, computed from the records."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations.models import Choice, Ground, Measure, Person, Recommendation
from recommendations.records.named import sealed_quotes
from recommendations.records.own_reports import own_reports, recommended_in_own, reports
from recommendations.records.review_sql import reviewed
from recommendations.records.writing import OPENERS
from recommendations.register.copied import sources_with_copies
from recommendations.register.decisions import (
    DecisionView,
    TakenBack,
    read_decision,
    read_taken_back,
)
from recommendations.register.quotes import source_views
from recommendations.register.triage import Progress, read_progress
from recommendations.register.views import SourceView
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class Decided:
    """A source with recommendations, and the decision about it if there is one."""

    source: SourceView
    decision: DecisionView | None
    taken_back: TakenBack | None = None

    @property
    def in_force(self) -> bool:
        return self.decision is not None and self.decision.in_force

    @property
    def waits(self) -> bool:
        """Someone proposed it; a second person has not confirmed it."""
        return self.decision is not None and not (self.in_force or self.decision.proposed)


@dataclass(frozen=True)
class Beginning:
    others: tuple[tuple[str, Role], ...]
    """Who else is here, by short name."""
    decided: tuple[Decided, ...]
    triage: Progress
    grounds: Progress
    """Proposals count until someone accepts or dismisses them."""
    without_grounds: tuple[str, ...]
    measures: Progress
    chosen: int
    """Quotes that people chose for an audience."""

    @property
    def alone(self) -> bool:
        return not self.others

    @property
    def confirmers(self) -> tuple[str, ...]:
        """Who else may confirm what opens, publishes or closes."""
        return tuple(code for code, role in self.others if role in OPENERS)

    @property
    def published(self) -> bool:
        return bool(self.decided) and all(one.in_force for one in self.decided)

    @property
    def done(self) -> tuple[bool, ...]:
        """By step, in their order. A report without testimony has none to choose."""
        return (
            not self.alone,
            self.published,
            bool(self.decided) and self.triage.left == 0,
            self.grounds.left == 0,
            self.measures.all > 0 and self.measures.left == 0,
            self.chosen > 0 or (bool(self.decided) and not self.triage.all),
        )


def read_beginning(session: Session, person: int) -> Beginning:
    others = session.exec(
        select(Person).where(col(Person.active), Person.id != person).order_by(col(Person.id))
    )
    grounded = session.exec(
        select(Ground.recommendation).where(col(Ground.recorded_by).is_not(None))
    ).all()
    told = session.exec(
        select(Recommendation)
        .where(col(Recommendation.source).in_(own_reports()))
        .order_by(col(Recommendation.place))
    ).all()
    return Beginning(
        others=tuple((p.code, Role(p.role)) for p in others),
        decided=read_decided(session),
        triage=read_progress(session),
        grounds=_progress(session, Ground),
        without_grounds=tuple(r.title for r in told if r.key not in grounded),
        measures=_progress(session, Measure),
        chosen=_chosen(session),
    )


def read_decided_elsewhere(session: Session) -> tuple[Decided, ...]:
    """Of sources of others with words that were said to us, or stay inside elsewhere."""
    return _decided(session, sources_with_copies(session))


def read_decided(session: Session) -> tuple[Decided, ...]:
    with_recommendations = session.exec(
        select(Recommendation.source).where(col(Recommendation.source).in_(reports())).distinct()
    ).all()
    return _decided(session, sorted(with_recommendations))


def _decided(session: Session, sources: Sequence[int]) -> tuple[Decided, ...]:
    views = source_views(session, sources)
    return tuple(
        Decided(views[source], read_decision(session, source), read_taken_back(session, source))
        for source in sources
    )


def _progress(session: Session, kind: type[Ground] | type[Measure]) -> Progress:
    own = col(kind.recommendation).in_(recommended_in_own())
    rows = session.exec(select(kind).where(own)).all()
    accepted = [row for row in rows if row.recorded_by is not None]
    waiting = session.exec(
        select(kind.id).where(own, col(kind.recorded_by).is_not(None), ~reviewed(kind))
    ).all()
    return Progress(all=len(rows), answered=len(accepted), waiting=len(waiting))


def _chosen(session: Session) -> int:
    latest = {
        (choice.pack, choice.recommendation, choice.call, choice.quote): choice.chosen
        for choice in session.exec(
            select(Choice).where(col(Choice.quote).not_in(sealed_quotes())).order_by(col(Choice.id))
        )
    }
    return Counter(latest.values())[True]
