"""One transaction for a register: its recommendations, and what their addressee answered."""

from collections.abc import Callable
from datetime import date

from recommendations.errors import Refused
from recommendations.positioning import Said, hold_position
from recommendations.reading.described import Described
from recommendations.reading.table_parts import Tabled
from recommendations.registering import Stored, import_register
from tracker.database import Session


def store(
    session: Session,
    by: int | None,
    today: date,
    raw: bytes,
    tabled: Tabled,
    said: Described,
    progress: Callable[[int], None] = lambda rows: None,
) -> Stored:
    """All of it or nothing."""
    if said.answers and by is None:
        raise Refused("Who says what the answers mean? Make an account first, and act as it.")
    stored = import_register(session, by, today, raw, tabled, said, progress)
    for one in stored.answered:
        held = Said(
            value=one.answer.value,
            says_done=one.answer.says_done,
            quote=one.quote,
            said_on=said.published_on or today,
            measures=one.measures,
        )
        try:
            hold_position(session, by or 0, today, one.addressee, held)
        except Refused as refused:
            raise Refused(answers=str(refused)) from refused
    return stored
