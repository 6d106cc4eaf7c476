"""Sample people and what they recorded: invented, and found again where a database was
prepared with it."""

from datetime import date

from sqlmodel import Session, col, func, select

from recommendations.assessing import Finding, assess
from recommendations.models import (
    Addressee,
    Assessment,
    Call,
    Measure,
    Person,
    Position,
    Quote,
    Search,
    Source,
)
from recommendations.positioning import Said, hold_position
from recommendations.quoting import add_source, quote_words
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.reviewing import Item, review_all
from recommendations.searching import looked
from recommendations.vocabulary import (
    PositionValue,
    Role,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Supersession,
)

ROLES = {
    "AMARA": Role.ADMINISTRATOR,
    "EDITH": Role.EDITOR,
    "EMIL": Role.EDITOR,
    "RUTH": Role.REVIEWER,
    "BORIS": Role.BOARD,
}
"""One of each role and a second editor."""
SAMPLE_BILL = """Sample bill, invented for tests. Section 4. The ministry shall provide housing and
medical care to persons who have left the military. Section 5. Section 4 lapses after two years."""
SAMPLE_NEWS = """Sample news, invented for tests. Two families said that they had asked for housing
and had received no answer in eight months."""
TITLES = {"bill": "Sample bill on care", "against": "Sample report on housing"}


def people_of(session: Session) -> dict[str, int]:
    """Sample people by code; those who are not there yet are recorded."""
    there = {one.code: one.key for one in session.exec(select(Person)) if one.code in ROLES}
    new = {code: role for code, role in ROLES.items() if code not in there}
    made = {code: record(session, Person(code=code, role=role), None) for code, role in new.items()}
    return there | {code: person.key for code, person in made.items()}


def record_of(session: Session, people: dict[str, int], today: date) -> dict[str, int]:
    """NUG on recommendation 1: a reviewed position in part, a reviewed first step with a quote
    for and one against, a correction, a search and a draft. Gives the ids; recorded where it
    is not there yet."""
    calls, _, _ = _calls(session, 1, "nug")
    if not _marked(session, "bill"):
        _record(session, people, today)
    found = select(func.min(Assessment.id)).where(Assessment.call == calls[0])
    draft = select(Assessment.id).where(Assessment.call == calls[2])
    return {
        "bill": _marked(session, "bill"),
        "against": _marked(session, "against"),
        "call": calls[0],
        "finding": session.exec(found).one(),
        "draft": session.exec(draft).one(),
        "search": session.exec(select(Search.id).order_by(col(Search.id))).first(),
    }


def _marked(session: Session, which: str) -> int | None:
    """The quote of one of the two sources."""
    quotes = select(Quote.id).join(Source, col(Source.id) == Quote.source)
    return session.exec(quotes.where(Source.title == TITLES[which])).first()


def _record(session: Session, people: dict[str, int], today: date) -> None:
    by, second = people["EDITH"], people["RUTH"]
    calls, measures, whom = _calls(session, 1, "nug")
    bill = _quoted(
        session, by, today, SourceKind.OFFICIAL_ACT, TITLES["bill"], SAMPLE_BILL,
        "The ministry shall provide housing and\nmedical care to persons who have left "
        "the military.",
    )  # fmt: skip
    against = _quoted(
        session, by, today, SourceKind.NEWS, TITLES["against"], SAMPLE_NEWS,
        "had received no answer in eight months",
    )  # fmt: skip
    said = hold_position(
        session, by, today, whom,
        Said(PositionValue.AGREED_IN_PART, bill, date(2025, 3, 1), measures[:2], "housing"),
    )  # fmt: skip
    step = Finding(
        status=Status.FIRST_STEP,
        reason="Sample: a bill was introduced; the housing it promises has not been seen.",
        true_on=date(2025, 3, 1),
        evidence=[(bill, Stance.SUPPORTS), (against, Stance.CONTRADICTS)],
    )
    first = assess(session, by, today, calls[:2], step)
    review_all(session, second, _items([said, *first]))
    corrected = Finding(
        status=Status.FIRST_STEP,
        reason="Sample: the bill was introduced on 2 March, not on 1 March.",
        true_on=date(2025, 3, 2),
        evidence=[(bill, Stance.SUPPORTS), (against, Stance.CONTRADICTS)],
        supersession=Supersession.CORRECTION,
    )
    again = assess(session, by, today, calls[:1], corrected)
    review_all(session, second, _items(again))
    places = "the sample gazette, its register of bills"
    looked(
        session, by, today, calls[2:3], on=date(2025, 6, 1), places=places,
        looked_for=SearchFor.POSITION,
    )  # fmt: skip
    nothing = Finding(Status.NOTHING_FOUND, "Sample: nothing either way.", today, searched=places)
    assess(session, by, today, calls[2:3], nothing)


def _calls(session: Session, place: int, code: str) -> tuple[list[int], list[int], int]:
    """The calls of a recommendation to an addressee, their measures, and the addressee."""
    whom = session.exec(select(Addressee).where(Addressee.code == code)).one()
    rows = session.exec(
        select(Call, Measure)
        .join(Measure, Measure.id == Call.measure)
        .where(Call.addressee == whom.id, Measure.recommendation == place)
        .order_by(Measure.place)
    ).all()
    return [call.key for call, _ in rows], [measure.key for _, measure in rows], whom.key


def _quoted(
    session: Session, by: int, today: date, kind: SourceKind, title: str, text: str, words: str
) -> int:
    described = Described(kind, title, "Sample publisher", date(2025, 3, 1))
    source = add_source(session, by, today, described, text=text)
    return quote_words(session, by, source.key, words).key


def _items(rows: list[Assessment | Position]) -> list[Item]:
    return [Item(str(row.__tablename__), row.key) for row in rows]
