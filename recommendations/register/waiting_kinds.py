"""What waits for a second person one by one, kind by kind, as conditions in SQL: what is
counted around every page and what is listed as work agree because both are asked here."""

from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col

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
from recommendations.records.named import sealed_quotes, switched_again
from recommendations.records.points import overtaken_point
from recommendations.records.profiles import overtaken_profile
from recommendations.records.review_sql import answered_again, reviewed
from recommendations.records.withheld import waits
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
        """Nobody has accepted it; whether it was sent back is not asked."""
        table = self.table
        return col(table.recorded_by).is_not(None), ~reviewed(table), *self.where


@cache
def one_by_one() -> tuple[WaitingKind, ...]:
    """All but what is answered for a quote, which is reviewed as one thing, and erasures."""
    typed = sa.cast(col(Transcription.texts), sa.Text) != "[]"
    return (
        WaitingKind(Assessment, "Finding"),
        WaitingKind(
            Position,
            "Position",
            (_shown_somewhere(), col(Position.quote).not_in(sealed_quotes())),
        ),
        WaitingKind(Search, "Search", (~_drafted_on(),)),
        WaitingKind(Measure, "Measure"),
        WaitingKind(Ground, "Ground", (col(Ground.quote).not_in(sealed_quotes()),)),
        WaitingKind(Call, "Passed onward", (col(Call.origin) == CallOrigin.ONWARD,)),
        WaitingKind(
            QuoteDetail,
            "Details of a quote",
            (~answered_again(QuoteDetail), col(QuoteDetail.quote).not_in(sealed_quotes())),
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
            (waits(Variant), col(Variant.quote).not_in(sealed_quotes())),
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
    """A position on measures that were called for from who said it, or from whom it
    speaks for."""
    speaks_for = (
        sa.select(col(Addressee.parent))
        .where(col(Addressee.id) == col(Position.addressee), col(Addressee.speaks_for_parent))
        .correlate(Position)
        .scalar_subquery()
    )
    return (
        sa.select(sa.literal(1))
        .select_from(PositionMeasure)
        .join(Call, col(Call.measure) == col(PositionMeasure.measure))
        .where(
            col(PositionMeasure.position) == col(Position.id),
            sa.or_(
                col(Call.addressee) == col(Position.addressee), col(Call.addressee) == speaks_for
            ),
        )
        .correlate(Position)
        .exists()
    )


def _drafted_on() -> Condition:
    """A search that a draft of the same person rests on is reviewed with that draft. The drafts
    are found first, and distinct, so that no database looks through all findings of a person
    search by search."""
    its = aliased(Search)
    drafts = (
        sa.select(col(Assessment.call), col(Assessment.recorded_by))
        .where(~reviewed(Assessment))
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
