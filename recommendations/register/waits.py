"""One record that waits for a second person, as a value."""

from dataclasses import dataclass

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
    """It opens words to the outside: editors cannot confirm it."""
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
