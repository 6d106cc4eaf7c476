"""The two days that the board compares, as they are asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from litestar.params import QueryParameter

from recommendations.register.board import begins_with
from tracker.database import Session
from tracker.web.dates import past_day

AsOf = Annotated[str, QueryParameter(name="as-of")]


@dataclass(frozen=True)
class Days:
    """The two days, and what is wrong with those that were asked for."""

    since: date
    as_of: date
    today: date
    since_error: str = ""
    as_of_error: str = ""

    @property
    def past(self) -> bool:
        return self.as_of < self.today

    @property
    def asked(self) -> str:
        """As they stand in an address."""
        return f"as-of={self.as_of}&since={self.since}"


def asked_days(session: Session, as_of: str, since: str, today: date) -> Days:
    """The later day is today where none was chosen, the earlier one that of the last meeting."""
    day, wrong = past_day(as_of, today)
    usual = begins_with(session, day)
    if not since:
        return Days(usual, day, today, as_of_error=wrong)
    first, wrong_first = past_day(since, today)
    if not wrong_first and first >= day:
        wrong_first = "The earlier day has to be before the later one."
    if wrong_first:
        wrong_first = wrong_first.replace("This is today.", "") + " This is the usual day."
        first = usual
    return Days(first, day, today, " ".join(wrong_first.split()), wrong)
