"""One record that waits for a second person, as a value."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recommendations.models import Recorded
from recommendations.records.chain import kind_of
from recommendations.register.loading import Signatures
from recommendations.register.variants import VariantView
from recommendations.register.views import AssessmentView, PositionView, QuoteView, Signed


@dataclass(frozen=True)
class Waiting:
    """One record that waits. `items` are the names a review form sends, "kind-id@link",
    where the link is the record's last in the history; what one person answered for a
    quote is reviewed as one thing and has many."""

    items: tuple[str, ...]
    about: str
    where: str
    """Path of the page where it is seen among its like."""
    signed: Signed
    author: int
    opens: bool
    """It opens words to the outside, or is the board's: editors cannot confirm it."""
    assessment: AssessmentView | None = None
    position: PositionView | None = None
    quote: QuoteView | None = None
    variant: VariantView | None = None
    lines: tuple[str, ...] = ()
    before: AssessmentView | PositionView | None = None
    """What counts now."""
    rivals: tuple[str, ...] = ()
    """Names of drafts that others began from the same state."""
    edit: str = ""
    """Path where its author edits it."""
    decided: bool = False
    """It is what the board decided, and opens no words."""
    compared: bool = False
    """It is held against pictures on its own page, `where`, and is accepted nowhere else."""

    @property
    def name(self) -> str:
        return self.items[0].partition("@")[0]

    @property
    def conflict(self) -> bool:
        return bool(self.rivals)

    @property
    def sent_back(self) -> bool:
        """It waits for its author, not for a reviewer."""
        return bool(self.signed.sent_back)


def waits(
    signatures: Signatures,
    rows: Sequence[Recorded],
    about: str,
    where: str,
    *,
    opens: bool = False,
    **shown: Any,
) -> Waiting:
    """What one person recorded, as one thing to review. `shown` is what else of it is to
    be seen there."""
    first = rows[0]
    return Waiting(
        items=tuple(f"{kind_of(row)}-{row.key}" for row in rows),
        about=about,
        where=where,
        signed=signatures.of(first),
        author=first.recorded_by or 0,
        opens=opens,
        **shown,
    )
