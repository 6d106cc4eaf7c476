"""Days asked for in an address."""

from datetime import date


def past_day(given: str, today: date) -> tuple[date, str]:
    """The day, and a sentence where what was given is no day that has come; today then
    stands in for it."""
    if not given:
        return today, ""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today, "Write the date as year-month-day. This is today."
    if day > today:
        return today, "That day has not come yet. This is today."
    return day, ""
