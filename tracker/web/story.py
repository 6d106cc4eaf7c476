"""One recommendation with one addressee: what they say, what we find, and the story."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from recommendations.register.story import Story, read_story
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.dates import past_day
from tracker.web.pages import page
from tracker.web.policy import Policy


@dataclass(frozen=True)
class StoryPage:
    story: Story
    today: date
    past: bool
    error: str


class Stories(Controller):
    @get(
        "/recommendations/{place:int}/{addressee:str}",
        policy=Policy.SIGNED_IN,
        sync_to_thread=True,
    )
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        as_of: Annotated[str, QueryParameter(name="as-of")] = "",
    ) -> Response[str]:
        today = service.today()
        day, error = past_day(as_of, today)
        with service.database.reading() as session:
            story = read_story(session, place, addressee, day, service.closing(day), visitor.role)
        return page(request, "story.html", StoryPage(story, today, day < today, error))
