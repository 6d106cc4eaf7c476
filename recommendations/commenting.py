"""Comments beside a finding: anybody here makes one, and what was said stays on record."""

from sqlmodel import Session, select

from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Assessment, Comment
from recommendations.records.hidden import refuse_kept
from recommendations.records.people import person
from recommendations.records.writing import get, is_reviewed, record
from recommendations.vocabulary import Role

LONGEST = 4_000
A_DRAFT = (
    "Nobody has reviewed this finding yet: say it to its author, by sending it back with a comment."
)


def comment(session: Session, by: int, assessment: int, words: str) -> Comment:
    person(session, by)
    finding = get(session, Assessment, assessment, "finding")
    said = words.strip()
    if not said:
        raise Refused(words="Write what you want to say.")
    if len(said) > LONGEST:
        raise Refused(words=f"{len(said)} letters are too many; at most {LONGEST}.")
    if not is_reviewed(session, finding):
        raise Refused(words=A_DRAFT)
    refuse_kept(session, {"words": said})
    return record(session, Comment(assessment=finding.key, words=said), by)


def take_back(session: Session, by: int, comment: int) -> Comment:
    """By its author, or an administrator: it may name somebody. It is not shown any more."""
    row = get(session, Comment, comment, "comment")
    if row.takes_back is not None:
        raise NotFound(f"There is no comment {comment}.")
    if row.recorded_by != by and person(session, by).role is not Role.ADMINISTRATOR:
        raise NotAllowed("A comment is its author's to take back, or an administrator's.")
    if session.exec(select(Comment.id).where(Comment.takes_back == row.id)).first():
        raise Refused("It has been taken back already.")
    return record(session, Comment(assessment=row.assessment, takes_back=row.key), by)
