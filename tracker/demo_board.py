"""What the sample home's board has on its table: a meeting that was held, one to come, a decision
and a proposal, all of it invented and marked as sample."""

from datetime import date, timedelta

from sqlmodel import Session

from recommendations.closing import propose_closing
from recommendations.convening import Convened, convene
from recommendations.deciding import Taken, enter_decision
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import Decided

HELD, TO_COME = timedelta(days=60), timedelta(days=30)
MINUTES = "SAMPLE-7"


def hold_meetings(session: Session, editor: int, board: int, today: date, call: int) -> None:
    """`call` is what the board is asked to close."""
    told = Convened(today - HELD, "Sample: where the recommendations stand.", MINUTES)
    held = convene(session, editor, today, told).key
    taken = Taken("4.1", "Sample: the board took note of the sheet.", Decided.NOTED)
    (noted,) = enter_decision(session, editor, today, held, taken)
    review_all(session, board, [Item("decision", noted.key)])
    told = Convened(today + TO_COME, "Sample: what to ask of whom next year.")
    convene(session, editor, today, told)
    propose_closing(session, editor, [call], "Sample: the act is in force and is renewed yearly.")
