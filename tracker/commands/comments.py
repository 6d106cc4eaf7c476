"""Commands for comments beside findings."""

from dataclasses import asdict
from typing import Annotated

import typer
from sqlmodel import Session

from recommendations import commenting
from recommendations.models import Assessment
from recommendations.records.writing import get
from recommendations.register.comments import CommentView, read_comments
from tracker.commands.context import Acting, AsPerson, Json, acting, print_json, role_of

Finding = Annotated[int, typer.Argument(help="The finding, by its number in `register --json`.")]
NOBODY = "Set-up says nothing; make an account first."


def list_(finding: Finding, as_person: AsPerson = "", as_json: Json = False) -> None:
    """What people here say beside a finding, oldest first."""
    with acting(as_person) as who:
        said = _comments(who, who.session, finding)
    if as_json:
        print_json([asdict(one) for one in said])
        return
    for one in said:
        words = f"(taken back by {one.taken_back_by})" if one.taken_back_by else one.words
        print(f"{one.id:>5}  {one.at:%Y-%m-%d} {one.by}: {words}")


def add(
    finding: Finding,
    words: Annotated[str, typer.Argument(help="What you want to say; everybody here reads it.")],
    as_person: AsPerson = "",
) -> None:
    """Say something beside a reviewed finding; it never leaves."""
    with acting(as_person, writes=True) as who:
        made = commenting.comment(who.session, who.somebody(NOBODY), finding, words).key
    print(f"Recorded as comment {made}.")


def take_back(
    comment: Annotated[int, typer.Argument(help="The comment, by its number in `comment list`.")],
    as_person: AsPerson = "",
) -> None:
    """Take a comment back: it stays on record and is not shown."""
    with acting(as_person, writes=True) as who:
        commenting.take_back(who.session, who.somebody(NOBODY), comment)
    print(f"Comment {comment} is not shown any more.")


def _comments(who: Acting, session: Session, finding: int) -> tuple[CommentView, ...]:
    get(session, Assessment, finding, "finding")
    return read_comments(session, [finding], role_of(who), who.by).get(finding, ())
