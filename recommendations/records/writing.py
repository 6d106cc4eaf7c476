"""The only way a record is written: with its author, its time and its link in the
history, all in the caller's transaction."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, func, select

from recommendations.arriving import refuse_turning
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Change, Person, Recorded, Review
from recommendations.models.base import now
from recommendations.private import refuse_pointers
from recommendations.records import chain, copies, indexing, passages
from recommendations.rules import may_review
from recommendations.vocabulary import Role, Verdict

Row = TypeVar("Row", bound=Recorded)
LARGEST = 2**31
"""PostgreSQL counts records no further than this."""


OUR_WORDS = {
    "ask": ("institution", "instrument", "risk", "safeguard"),
    "assessment": ("reason",),
    "boardmeeting": ("agenda", "minutes"),
    "closure": ("reason", "minute"),
    "comment": ("words",),
    "closureproposal": ("reason",),
    "consent": ("purposes", "language"),
    "conversation": ("office",),
    "decision": ("minute", "words"),
    "delivery": ("office",),
    "decisionpoint": ("what", "note"),
    "editionwithdrawal": ("why",),
    "engagement": ("office", "asked", "promised", "follow_up", "why"),
    "erasure": ("why",),
    "flagchange": ("because",),
    "ground": ("because",),
    "measure": ("label", "done_when"),
    "office": ("name", "contact"),
    "person": ("code",),
    "position": ("part",),
    "publisheddecision": ("decided_by", "why"),
    "quotedetail": ("official",),
    "resolution": ("what",),
    "review": ("comment",),
    "revocation": ("why",),
    "search": ("places", "terms"),
    "snooze": ("why",),
    "textcorrection": ("translation",),
    "tierchange": ("why",),
    "tierswitch": ("why",),
    "variant": ("text",),
    "withdrawal": ("why",),
}
"""Free text that people type here, by kind; all else is a source's or a word of ours."""


TYPED_TOO = {
    "addressee": ("name", "short"),
    "recommendation": ("title",),
    "source": ("title", "publisher", "url"),
    "transcription": ("title", "publisher", "url"),
}
"""What people type of a source and of others: it may name somebody, as it was published."""


def _refuse_hidden(row: Recorded) -> None:
    """In what people type: what leads to a person, and signs that turn letters."""
    refuse_pointers(_words_of(row, OUR_WORDS))
    refuse_turning(_words_of(row, OUR_WORDS) | _words_of(row, TYPED_TOO))


def _words_of(row: Recorded, columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {name: getattr(row, name) or "" for name in columns.get(chain.kind_of(row), ())}


def get(session: Session, kind: type[Row], id: int, called: str = "record") -> Row:
    """Raises NotFound, in the words the reader used."""
    row = session.get(kind, id) if 0 < id < LARGEST else None
    if row is None:
        raise NotFound(f"There is no {called} {id}.")
    return row


def record(session: Session, row: Row, by: int | None) -> Row:
    record_all(session, [row], by)
    return row


def record_all(session: Session, rows: Sequence[Recorded], by: int | None) -> None:
    """`by` is the person's id; None is set-up."""
    _stamp(session, rows, by)
    chain.append(session, rows, chain.Act.RECORDED, by)
    _tie(session, rows, by)


def record_with(
    session: Session, row: Row, by: int | None, parts: Callable[[int], Iterable[SQLModel]]
) -> Row:
    """A record that is never changed, with what belongs to it: one link in the history.
    `parts` are made for its id."""
    _stamp(session, [row], by)
    link(session, parts(row.key))
    chain.append(session, [row], chain.Act.RECORDED, by)
    _tie(session, [row], by)
    return row


def _tie(session: Session, rows: Sequence[Recorded], by: int | None) -> None:
    """Their words stand again elsewhere, or others' do among them."""
    if any(isinstance(row, copies.NOTED) for row in rows):
        record_all(session, copies.noted(session, rows), by)


def _stamp(session: Session, rows: Sequence[Recorded], by: int | None) -> None:
    for row in rows:
        if by is not None:
            _refuse_hidden(row)
        row.recorded_by = by
        row.recorded_at = now()
        session.add(row)
    session.flush()
    indexing.put(session, rows)
    passages.put(session, rows)


def link(session: Session, rows: Iterable[SQLModel]) -> None:
    """Pairs that belong to a record written next in the same transaction."""
    session.add_all(list(rows))
    session.flush()


def unlink(session: Session, rows: Iterable[SQLModel]) -> None:
    """Pairs of a record that is revised or dropped next in the same transaction."""
    for row in rows:
        session.delete(row)
    session.flush()


def refuse_reviewed(session: Session, row: Recorded) -> None:
    if is_reviewed(session, row):
        raise Refused(
            "It has been reviewed and stays as it is; record a correction that takes its place."
        )


def own_draft(session: Session, kind: type[Row], id: int, by: int, called: str) -> Row:
    """A draft is its author's alone, until it is reviewed."""
    row = get(session, kind, id, called)
    if row.recorded_by != by:
        raise NotAllowed("A draft is its author's to edit or remove; record your own beside it.")
    refuse_reviewed(session, row)
    return row


def revise(session: Session, row: Recorded, by: int | None) -> None:
    """A draft is editable by its author until reviewed; the database refuses later. What
    a reviewer said of it before was said of an earlier wording."""
    refuse_reviewed(session, row)
    _refuse_hidden(row)
    row.recorded_at = now()
    session.add(row)
    session.flush()
    indexing.put(session, [row])
    chain.append(session, [row], chain.Act.EDITED, by)


def drop(session: Session, row: Recorded, by: int | None) -> None:
    refuse_reviewed(session, row)
    chain.append(session, [row], chain.Act.DROPPED, by)
    indexing.forget(session, row)
    session.delete(row)
    session.flush()


def accept_proposal(session: Session, row: Recorded, by: int) -> None:
    """Whoever accepts what set-up proposed becomes its author."""
    row.recorded_by = by
    revise(session, row, by)


def reviews(session: Session, row: Recorded) -> Sequence[Review]:
    return session.exec(
        select(Review)
        .where(Review.of_kind == chain.kind_of(row), Review.of_id == row.id)
        .order_by(col(Review.id))
    ).all()


def is_reviewed(session: Session, row: Recorded) -> bool:
    return any(r.verdict is Verdict.ACCEPTED for r in reviews(session, row))


def review(
    session: Session, row: Recorded, reviewer: Person, verdict: Verdict, comment: str = ""
) -> Review:
    """The second person's word. Any role may review another's work."""
    (said,) = review_many(session, [row], reviewer, verdict, comment)
    return said


def review_many(
    session: Session,
    rows: Sequence[Recorded],
    reviewer: Person,
    verdict: Verdict,
    comment: str = "",
) -> list[Review]:
    """One word on many records, in a handful of statements however many they are."""
    for row in rows:
        refuse_unless_second(reviewer, row)
    named = {(chain.kind_of(row), row.key) for row in rows}
    accepted = session.exec(
        select(Review.of_kind, Review.of_id).where(
            col(Review.of_kind).in_({kind for kind, _ in named}),
            col(Review.of_id).in_({id for _, id in named}),
            col(Review.verdict) == Verdict.ACCEPTED,
        )
    )
    if named & {(kind, id) for kind, id in accepted}:
        raise Refused("It has been reviewed already; nothing was changed.")
    if verdict is Verdict.SENT_BACK and not comment.strip():
        raise Refused(comment="Say what should change, so that the author can act on it.")
    said = [
        Review(of_kind=kind, of_id=id, verdict=verdict, comment=comment.strip())
        for kind, id in sorted(named)
    ]
    record_all(session, said, reviewer.key)
    return said


def refuse_unless_second(reviewer: Person, row: Recorded) -> None:
    if row.recorded_by is None:
        raise Refused("It is a proposal that nobody has accepted yet; accept it first.")
    if not may_review(reviewer.key, row.recorded_by):
        raise Refused("You recorded it yourself; a second person has to review it.")


def last_links(
    session: Session, names: Collection[tuple[str, int]] | None = None
) -> dict[tuple[str, int], int]:
    """By kind and id: the number of the last link in the history, which grows whenever
    the record is edited. Of these names, or of every record there is."""
    asked = select(Change.of_kind, Change.of_id, func.max(col(Change.seq))).group_by(
        col(Change.of_kind), col(Change.of_id)
    )
    if names is not None:
        asked = asked.where(
            col(Change.of_kind).in_({kind for kind, _ in names}),
            col(Change.of_id).in_({id for _, id in names}),
        )
    return {(kind, id): seq for kind, id, seq in session.exec(asked)}


OPENERS = frozenset({Role.REVIEWER, Role.BOARD, Role.ADMINISTRATOR})


OPENS = "What opens words to the outside"
DECIDES = "What the board decided"


def refuse_unless_opener(reviewer: Person, what: str = OPENS) -> None:
    """For whatever opens, publishes or closes, the second person is a reviewer, a
    board member or an administrator."""
    if reviewer.role not in OPENERS:
        raise Refused(f"{what} is confirmed by a reviewer, a board member or an administrator.")
