"""What waits for a second person one by one, kind by kind, as conditions in SQL: what is
counted around every page and what is listed as work agree because both are asked here."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col

from recommendations.models import (
    Addressee,
    Assessment,
    AudienceProfile,
    Call,
    Closure,
    Decision,
    DecisionPoint,
    Ground,
    Measure,
    Position,
    PositionMeasure,
    PublishedDecision,
    QuoteDetail,
    Recorded,
    Search,
    SearchCall,
    TierSwitch,
    Transcription,
    Variant,
)
from recommendations.records.decisions import taken_back
from recommendations.records.meetings import done_with
from recommendations.records.named import switched_again
from recommendations.records.points import overtaken_point
from recommendations.records.profiles import overtaken_profile
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.records.withheld import waits
from recommendations.register.drafts import DRAFTS, read_drafts
from recommendations.register.sealed import SEALED, read_sealed
from recommendations.vocabulary import CallOrigin, SearchFor

Condition = sa.ColumnElement[bool] | Mapped[bool]


@dataclass(frozen=True)
class WaitingKind:
    """`called` is how one of it is named in a list. `opens`: an editor cannot confirm it;
    `compared`: the board compares no pictures."""

    table: type[Recorded]
    called: str
    where: tuple[Condition, ...] = ()
    opens: bool = False
    compared: bool = False

    @property
    def waits(self) -> tuple[Condition, ...]:
        """Nobody has accepted it; whether it was sent back is not asked. To be run
        with `read_bound`."""
        table = self.table
        if table is Assessment:
            return col(table.recorded_by).is_not(None), col(table.id).in_(DRAFTS)
        return col(table.recorded_by).is_not(None), ~reviewed(table), *self.where


def read_bound(session: Session) -> dict[str, Collection[int]]:
    """What statements that ask `waits` are run with."""
    return {"drafts": read_drafts(session).keys(), "sealed": read_sealed(session)}


@cache
def one_by_one() -> tuple[WaitingKind, ...]:
    """All but what is answered for a quote, which is reviewed as one thing, and erasures."""
    typed = sa.cast(col(Transcription.texts), sa.Text) != "[]"
    return (
        WaitingKind(Assessment, "Finding"),
        WaitingKind(
            Position,
            "Position",
            (_shown_somewhere(), col(Position.quote).not_in(SEALED)),
        ),
        WaitingKind(Search, "Search", (~_drafted_on(),)),
        WaitingKind(Measure, "Measure"),
        WaitingKind(Ground, "Ground", (col(Ground.quote).not_in(SEALED),)),
        WaitingKind(Call, "Passed onward", (col(Call.origin) == CallOrigin.ONWARD,)),
        WaitingKind(
            QuoteDetail,
            "Details of a quote",
            (~answered_again(QuoteDetail), col(QuoteDetail.quote).not_in(SEALED)),
        ),
        WaitingKind(
            DecisionPoint,
            "Date of the advocacy year",
            (~col(DecisionPoint.removed), ~overtaken_point(DecisionPoint)),
        ),
        WaitingKind(Transcription, "Transcription", (typed,), compared=True),
        WaitingKind(
            PublishedDecision,
            "“Already published” decision",
            (~taken_back(PublishedDecision),),
            opens=True,
        ),
        WaitingKind(
            Variant,
            "Redaction or translation",
            (waits(Variant), col(Variant.quote).not_in(SEALED)),
            opens=True,
        ),
        WaitingKind(TierSwitch, "Switch of a tier", (~switched_again(TierSwitch),), opens=True),
        WaitingKind(
            AudienceProfile,
            "Audience profile",
            (col(AudienceProfile.opens), ~overtaken_profile(AudienceProfile)),
            opens=True,
        ),
        WaitingKind(Decision, "Decision of the board", (~done_with(Decision),), opens=True),
        WaitingKind(Closure, "Closure", (~done_with(Closure),), opens=True),
    )


def _shown_somewhere() -> Condition:
    """A position on measures that were called for from who said it, or from whom it speaks for:
    asked apart, so that no database looks through the measures of all positions at once."""
    speaks_for = (
        sa.select(col(Addressee.parent))
        .where(col(Addressee.id) == col(Position.addressee), col(Addressee.speaks_for_parent))
        .correlate(Position)
        .scalar_subquery()
    )

    def called_for_from(whom: Any) -> Condition:
        return (
            sa.select(sa.literal(1))
            .select_from(PositionMeasure)
            .join(Call, col(Call.measure) == col(PositionMeasure.measure))
            .where(col(PositionMeasure.position) == col(Position.id), col(Call.addressee) == whom)
            .correlate(Position)
            .exists()
        )

    return sa.or_(called_for_from(col(Position.addressee)), called_for_from(speaks_for))


def _drafted_on() -> Condition:
    """A search that a draft of the same person rests on is reviewed with that draft. The drafts
    are found first, and distinct, so that no database looks through all findings of a person
    search by search."""
    its = aliased(Search)
    drafts = (
        sa.select(col(Assessment.call), col(Assessment.recorded_by))
        .where(col(Assessment.id).in_(DRAFTS))
        .distinct()
        .subquery()
    )
    found: Condition = col(Search.id).in_(
        sa.select(col(SearchCall.search))
        .join(drafts, drafts.c.call == col(SearchCall.call))
        .join(its, col(its.id) == col(SearchCall.search))
        .where(col(its.looked_for) == SearchFor.STEP, drafts.c.recorded_by == col(its.recorded_by))
    )
    return found
