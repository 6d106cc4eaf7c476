"""The second person: reviewing what others recorded, singly or all at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from recommendations import models, rules
from recommendations.errors import Changed, NotFound, Refused
from recommendations.models import (
    Assessment,
    AudienceProfile,
    Closure,
    Consent,
    Decision,
    DecisionPoint,
    FlagChange,
    Person,
    Position,
    PositionMeasure,
    PublishedDecision,
    Quote,
    QuoteDetail,
    Recorded,
    Search,
    SearchCall,
    Speaker,
    TierChange,
    TierSwitch,
    Variant,
)
from recommendations.records.decisions import taken_back
from recommendations.records.findings import (
    earlier_statuses,
    evidence_facts,
    evidence_of,
    search_facts,
)
from recommendations.records.meetings import done_with
from recommendations.records.people import person
from recommendations.records.points import overtaken_point
from recommendations.records.profiles import overtaken_profile
from recommendations.records.published import propose_open
from recommendations.records.review_sql import reviewed
from recommendations.records.sealing import refuse_sealed, refuse_unsealing
from recommendations.records.withheld import overtaken
from recommendations.records.writing import (
    DECIDES,
    OPENERS,
    OPENS,
    get,
    last_links,
    refuse_unless_opener,
    review,
    review_many,
)
from recommendations.vocabulary import SearchFor, Verdict

DECIDED = (Decision, Closure)
"""What the board decided."""
OPENING = (
    TierChange, FlagChange, Consent, Speaker, PublishedDecision, Variant, TierSwitch,
    AudienceProfile, *DECIDED,
)  # fmt: skip
"""What opens words to the outside or closes a call: not every role may confirm it."""

REVIEWED_KINDS: dict[str, type[Recorded]] = {
    str(kind.__tablename__): kind
    for kind in (
        models.Assessment,
        models.Position,
        models.Search,
        models.Measure,
        models.Ground,
        models.Call,
        models.TierChange,
        models.FlagChange,
        models.Consent,
        models.Speaker,
        models.PublishedDecision,
        models.Variant,
        models.QuoteDetail,
        models.DecisionPoint,
        models.TierSwitch,
        models.AudienceProfile,
        models.Decision,
        models.Closure,
    )
}


@dataclass(frozen=True)
class Item:
    """A record by kind and id, as a form names it: "assessment-12", or "assessment-12@345"
    where 345 was its last link in the history when it was shown."""

    kind: str
    id: int
    seen: int | None = None

    @classmethod
    def parse(cls, named: str) -> "Item":
        name, _, seen = named.partition("@")
        kind, _, number = name.rpartition("-")
        known = kind in REVIEWED_KINDS and _is_number(number) and (not seen or _is_number(seen))
        if not known:
            raise NotFound("There is nothing by that name to review.")
        return cls(kind, int(number), int(seen) if seen else None)

    @property
    def opens(self) -> bool:
        """Accepting it opens words to the outside, or closes a call."""
        return issubclass(REVIEWED_KINDS[self.kind], OPENING)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def review_item(session: Session, by: int, item: Item, verdict: Verdict, comment: str = "") -> None:
    """Accepting a finding accepts its searches with it, and opens the words of its
    evidence that others have published. Raises Changed when the record was edited
    since it was shown."""
    review_all(session, by, [item], verdict, comment)


def review_all(
    session: Session,
    by: int,
    items: Sequence[Item],
    verdict: Verdict = Verdict.ACCEPTED,
    comment: str = "",
) -> int:
    """All or nothing. Returns how many were reviewed. Findings and positions go one by
    one, because each may be in conflict with the one before; the rest go together."""
    if not items:
        raise Refused("Nothing was chosen; tick what you agree with.")
    reviewer = person(session, by)
    links = last_links(session)
    together: list[Recorded] = []
    rows = _rows(session, list(dict.fromkeys(items)))
    for item, row in rows:
        shown = links[item.kind, item.id] if item.seen is None else item.seen
        if shown != links[item.kind, item.id]:
            raise Changed(
                "It was edited while you were reading. Nothing was accepted; read it as it is now."
            )
        if isinstance(row, OPENING):
            refuse_unless_opener(reviewer, DECIDES if isinstance(row, DECIDED) else OPENS)
        if isinstance(row, (*OPENING, DecisionPoint)):
            _refuse_overtaken(session, row, reviewer)
        if isinstance(row, Assessment | Position):
            _review_finding(session, reviewer, row, shown, links, verdict, comment)
        else:
            together.append(row)
    review_many(session, together, reviewer, verdict, comment)
    pairs = [row for row in together if isinstance(row, QuoteDetail) and row.original]
    for row in pairs if verdict is Verdict.ACCEPTED else ():
        for quote in (row.quote, row.original or 0):
            _open_public(session, reviewer, row, quote)
    points = [row for row in together if isinstance(row, DecisionPoint) and row.quote]
    for point in points if verdict is Verdict.ACCEPTED else ():
        _open_public(session, reviewer, point, point.quote or 0)
    return len(rows)


def _rows(session: Session, items: Sequence[Item]) -> list[tuple[Item, Recorded]]:
    """In the order asked for; one query for each kind."""
    for kind in {item.kind for item in items}:
        table = REVIEWED_KINDS[kind]
        ids = [item.id for item in items if item.kind == kind]
        session.exec(select(table).where(col(table.id).in_(ids))).all()
    return [(i, get(session, REVIEWED_KINDS[i.kind], i.id, i.kind)) for i in items]


def _refuse_overtaken(session: Session, row: Recorded, reviewer: Person) -> None:
    """What was restricted since it was proposed is not opened by it."""
    if isinstance(row, TierChange):
        refuse_unsealing(session, row, reviewer)
    if isinstance(row, FlagChange):
        refuse_sealed(session, get(session, Quote, row.quote), reviewer.key)
    gone = {
        PublishedDecision: taken_back,
        Variant: overtaken,
        AudienceProfile: overtaken_profile,
        Decision: done_with,
        Closure: done_with,
        DecisionPoint: overtaken_point,
    }.get(type(row))
    if gone and session.scalar(select(type(row).id).where(type(row).id == row.id, gone(type(row)))):
        raise Refused("It was taken back, or another took its place; nothing was accepted.")


def _review_finding(
    session: Session,
    reviewer: Person,
    row: Assessment | Position,
    shown: int,
    links: dict[tuple[str, int], int],
    verdict: Verdict,
    comment: str,
) -> None:
    if verdict is Verdict.ACCEPTED:
        _refuse_conflict(session, row)
        _refuse_incomplete(session, row)
    review(session, row, reviewer, verdict, comment)
    if verdict is Verdict.ACCEPTED:
        _accept_searches(session, reviewer, row, shown, links)
        for quote in _quotes_of(session, row):
            _open_public(session, reviewer, row, quote)


def _refuse_conflict(session: Session, row: Assessment | Position) -> None:
    """Two people who began from the same state: the second has not seen what the first
    found, until they save theirs all the same."""
    kind = type(row)
    statement = select(kind.id).where(
        col(kind.base).is_(None) if row.base is None else kind.base == row.base,
        kind.id != row.id,
        col(kind.recorded_by) != row.recorded_by,
        reviewed(kind),
    )
    if isinstance(row, Assessment):
        statement = statement.where(Assessment.call == row.call)
    else:
        shared = select(PositionMeasure.position).where(
            col(PositionMeasure.measure).in_(
                select(PositionMeasure.measure).where(PositionMeasure.position == row.id)
            )
        )
        statement = statement.where(
            Position.addressee == row.addressee, col(Position.id).in_(shared)
        )
    if session.exec(statement).first() is not None:
        raise Refused(
            f"Another {row.__tablename__} that began from the same state was reviewed first. Send "
            "this one back, so that its author can build on what now counts."
        )


def _refuse_incomplete(session: Session, row: Recorded) -> None:
    """It had what its status needs when it was saved; its words may have been withdrawn
    since, or the earlier step sent back."""
    if not isinstance(row, Assessment):
        return
    sentence = rules.missing(
        row.status,
        evidence_facts(session, [(e.quote, e.stance) for e in evidence_of(session, row)]),
        search_facts(session, row.call, row.true_on),
        earlier_statuses(session, row.call, row.true_on, row.key),
    )
    if sentence:
        raise Refused(f"It has lost what it needs, so it cannot be accepted. {sentence}")


def _quotes_of(session: Session, row: Recorded) -> Sequence[int]:
    if isinstance(row, Position):
        return [row.quote]
    if isinstance(row, Assessment):
        outside = [row.outside_powers_quote] if row.outside_powers_quote else []
        return [*(part.quote for part in evidence_of(session, row)), *outside]
    return []


def _accept_searches(
    session: Session,
    reviewer: Person,
    row: Recorded,
    shown: int,
    links: dict[tuple[str, int], int],
) -> None:
    """The author's searches that the finding was saved with, not later ones."""
    if not isinstance(row, Assessment):
        return
    waiting = session.exec(
        select(Search)
        .join(SearchCall, col(SearchCall.search) == Search.id)
        .where(
            SearchCall.call == row.call,
            Search.looked_for == SearchFor.STEP,
            Search.recorded_by == row.recorded_by,
            ~reviewed(Search),
        )
    ).all()
    for found in waiting:
        if links["search", found.key] <= shown:
            review(session, found, reviewer, Verdict.ACCEPTED)


def _open_public(session: Session, reviewer: Person, row: Recorded, quote_id: int) -> None:
    """Words others have published are open once a reviewer, board member or administrator
    confirms that the source is public; their review of the finding is that confirmation, and
    so is that of a pair of original and translation.
    After an editor's review it waits for one of them."""
    change = propose_open(session, quote_id, row.recorded_by)
    if change is not None and reviewer.role in OPENERS:
        review(session, change, reviewer, Verdict.ACCEPTED)
