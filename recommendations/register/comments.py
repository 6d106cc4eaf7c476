"""Comments beside findings as they are read inside. Nothing that leaves reads them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from recommendations.models import Comment, Person
from recommendations.records.hidden import kept_words, without_kept
from recommendations.vocabulary import Role


@dataclass(frozen=True)
class CommentView:
    """`words` are empty once it was taken back."""

    id: int
    assessment: int
    words: str
    by: str
    at: datetime
    taken_back_by: str = ""
    taken_back_at: datetime | None = None


def read_comments(
    session: Session,
    assessments: Collection[int],
    role: Role | None,
    person: int | None,
    closing: datetime | None = None,
) -> dict[int, tuple[CommentView, ...]]:
    """By finding, the oldest first, as they stood at `closing`. Words that were withdrawn or
    sealed since are not shown to whom they are not for."""
    asked = (
        select(Comment, Person.code)
        .join(Person, col(Person.id) == Comment.recorded_by)
        .where(col(Comment.assessment).in_(list(assessments)))
        .order_by(col(Comment.id))
    )
    told = session.exec(asked)
    rows = [(row, by) for row, by in told if closing is None or row.recorded_at <= closing]
    back = {row.takes_back: (row.recorded_at, by) for row, by in rows if row.takes_back}
    kept = kept_words(session, role, person) if rows else {}
    found: dict[int, list[CommentView]] = defaultdict(list)
    for row, by in rows:
        if row.takes_back is None:
            view = CommentView(row.key, row.assessment, "", by, row.recorded_at)
            if row.key in back:
                at, whose = back[row.key]
                view = replace(view, taken_back_at=at, taken_back_by=whose)
            else:
                view = replace(view, words=without_kept(row.words, kept))
            found[row.assessment].append(view)
    return {finding: tuple(said) for finding, said in found.items()}
