"""Which sources are reports of our own, as opposed to registers that came as a table; and
which of them came with the product."""

from sqlalchemy import Select
from sqlmodel import col, select

from recommendations.models import Recommendation, Source
from recommendations.reading.laying_out import EXTRACTOR
from recommendations.vocabulary import SourceKind

BUNDLED = ("f9373f9d004b7a8f7dc06f77eb6127cbd1e5bd13a5fca1197a16e6d08c463ae6",)
"""The hash of the report that every home starts with. What it recommends is published, as
everybody can see; of any other report two people have to say so."""


def reports() -> Select[int]:
    """The ids of all that count as ours, in whatever form they came."""
    return select(Source.id).where(col(Source.kind) == SourceKind.REPORT)  # type: ignore[return-value]


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
