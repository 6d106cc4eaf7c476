"""Which sources are reports of our own, as opposed to registers that came as a table."""

from sqlalchemy import Select
from sqlmodel import col, select

from recommendations.models import Recommendation, Source
from recommendations.reading.laying_out import EXTRACTOR
from recommendations.vocabulary import SourceKind


def own_reports() -> Select[int]:
    """The ids. The first hour is about these: what others recommended needs no decision
    that we published it, and its measures are agreed as they are worked on."""
    return select(Source.id).where(  # type: ignore[return-value]
        col(Source.kind) == SourceKind.REPORT, ~col(Source.extractor).startswith(EXTRACTOR)
    )


def recommended_in_own() -> Select[int]:
    """The ids of their recommendations."""
    return select(Recommendation.id).where(  # type: ignore[return-value]
        col(Recommendation.source).in_(own_reports())
    )
