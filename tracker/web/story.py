"""One recommendation with one addressee: what they say, what we find, the story, and what people
here say beside a finding."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations import commenting
from recommendations.errors import NotFound
from recommendations.register.comments import CommentView, read_comments
from recommendations.register.story import Entry, Story, read_story
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.dates import past_day
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
CELL = "/recommendations/{place:int}/{addressee:str}"


@dataclass(frozen=True)
class Commenting:
    """A comment that was not saved, beside the finding it is on."""

    finding: int = 0
    words: str = ""
    once: str = ""
    errors: dict[str, str] | None = None


@dataclass(frozen=True)
class StoryPage:
    story: Story
    comments: dict[int, tuple[CommentView, ...]]
    commenting: Commenting
    today: date
    past: bool
    error: str

    def said_on(self, entry: Entry) -> tuple[CommentView, ...]:
        found = (one for finding in entry.findings for one in self.comments.get(finding, ()))
        return tuple(sorted(found, key=lambda one: one.id))


class Stories(Controller):
    @get(CELL, policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        as_of: Annotated[str, QueryParameter(name="as-of")] = "",
    ) -> Answer:
        return _story(request, service, visitor, (place, addressee), as_of)

    @post(CELL + "/findings/{assessment:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def comment(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
        addressee: FromPath[str],
        assessment: FromPath[int],
    ) -> Answer:
        words, number = form.text("words"), form.text("once")

        def save() -> str:
            commenting.comment(session, visitor.id, assessment, words)
            return f"/recommendations/{place}/{addressee}#finding-{assessment}"

        try:
            with service.database.writing() as session:
                led_to = save_once(session, visitor.id, number, save)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            typed = Commenting(assessment, words, number, refused.sentences)
            cell = (place, addressee)
            return _story(request, service, visitor, cell, typed=typed, refused=refused)
        return Redirect(led_to, status_code=303)

    @post(CELL + "/comments/{comment:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def take_back(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        comment: FromPath[int],
    ) -> Answer:
        """Its author or an administrator; it is not shown any more, and stays on record."""
        with service.database.writing() as session:
            finding = commenting.take_back(session, visitor.id, comment).assessment
        path = f"/recommendations/{place}/{addressee}#finding-{finding}"
        return Redirect(path, status_code=303)


def _story(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    cell: tuple[int, str],
    as_of: str = "",
    typed: Commenting | None = None,
    refused: NotSaved | None = None,
) -> Answer:
    today = service.today()
    day, error = past_day(as_of, today)
    closing = service.closing(day)
    with service.database.reading() as session:
        story = read_story(session, *cell, day, closing, visitor.role)
        findings = [finding for entry in story.entries for finding in entry.findings]
        comments = read_comments(session, findings, visitor.role, visitor.id, closing)
    typed = typed or Commenting(once=once())
    context = StoryPage(story, comments, typed, today, day < today, error)
    return page(request, "story.html", context, status_of(refused) if refused else 200)
