"""What is asked of one office, as a value."""

from dataclasses import dataclass
from datetime import date

from recommendations import rules
from recommendations.register.views import QuoteView, Signed


@dataclass(frozen=True)
class AskView:
    """`audience` is the code of the pack's profile. A draft may leave parts of it empty."""

    id: int
    audience: str
    recommendation: int
    addressee: int
    institution: str
    instrument: str
    by: date | None
    rests_on: int | None
    """The number of the quote that supports instrument and date."""
    quote: QuoteView | None
    """None as well where it is not there for the reader: such an ask does not leave."""
    risk: str
    safeguard: str
    removed: bool
    signed: Signed

    @property
    def fact(self) -> rules.AskFact:
        return rules.AskFact(self.institution, self.instrument, self.by)
