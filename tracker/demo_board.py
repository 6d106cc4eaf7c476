"""What the sample home's board has on its table: a meeting that was held, one to come, a decision
and a proposal, all of it invented and marked as sample."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from recommendations.closing import propose_closing
from recommendations.commenting import comment
from recommendations.convening import Convened, convene
from recommendations.deciding import Taken, enter_decision
from recommendations.engaging import Engaged, engage
from recommendations.models import Assessment, Call
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import Decided, EngagedBy

HELD, TO_COME, SPOKE = timedelta(days=60), timedelta(days=30), timedelta(days=20)
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


def talk(session: Session, editor: int, board: int, today: date, call: Call) -> None:
    """Beside a finding, and with an office of the addressee."""
    finding = session.exec(
        select(Assessment.id).where(Assessment.call == call.key).order_by(col(Assessment.id))
    ).first()
    if finding is not None:
        comment(session, board, finding, "Sample: is the renewal known before our next meeting?")
        comment(session, editor, finding, "Sample: the date of the decision stands in the act.")
    told = Engaged(
        call.addressee,
        today - SPOKE,
        EngagedBy.ONLINE,
        "Sample desk for restrictive measures",
        asked="Sample: whether the measures will be renewed.",
        promised="Sample: an answer in writing.",
        follow_up="Sample: ask once more.",
        follow_up_by=today + SPOKE,
    )
    engage(session, editor, today, told)
