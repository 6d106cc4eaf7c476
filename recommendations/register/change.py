"""One reviewed change, as a value."""

from dataclasses import dataclass
from datetime import datetime

from recommendations.register.views import (
    AddresseeView,
    AssessmentView,
    MeasureView,
    PositionView,
    RecommendationView,
)
from recommendations.vocabulary import PositionValue, Status


@dataclass(frozen=True)
class Change:
    """`before` is what counted until then: a status or a position's value. `earlier` is the
    finding that had it."""

    at: datetime
    recommendation: RecommendationView
    addressee: AddresseeView
    measures: tuple[MeasureView, ...]
    before: Status | PositionValue | None
    assessment: AssessmentView | None = None
    position: PositionView | None = None
    earlier: AssessmentView | None = None
