"""Saving a form once, however often it is sent."""

from collections.abc import Callable

from sqlmodel import Session

from tracker.accounts.models import Sent

LONGEST = 64


def save_once(session: Session, person: int, number: str, save: Callable[[], str]) -> str:
    """Runs `save`, which says where it leads, unless a form with this number was saved
    before: then where that led. Writers take turns, so two sendings at once are one."""
    if not 0 < len(number) <= LONGEST:
        return save()
    before = session.get(Sent, number)
    if before is not None and before.person == person:
        return before.led_to
    led_to = save()
    if before is None:
        session.add(Sent(once=number, person=person, led_to=led_to))
        session.flush()
    return led_to
