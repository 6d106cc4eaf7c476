"""What someone who records has before them: the story, what counts now, the drafts of
others, and whose words count as the addressee's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session

from recommendations.errors import NotFound
from recommendations.records.findings import counting_assessment, counting_position
from recommendations.register import windows
from recommendations.register.loading import load
from recommendations.register.story import Entry, Story, story_of
from recommendations.register.views import AssessmentView, PositionView
from recommendations.vocabulary import Role

View = TypeVar("View")


@dataclass(frozen=True)
class Update:
    story: Story
    counting: dict[int, AssessmentView | None]
    """By call: what a new finding builds on."""
    said: dict[tuple[int, int], PositionView | None]
    """By speaker and measure: what a new position builds on."""
    published_on: date | None
    """The day of the baseline."""

    def drafts_of_others(self, code: str) -> tuple[Entry, ...]:
        entries = (e for e in self.story.entries if e.assessment or e.position)
        return tuple(e for e in entries if (told := _told(e)).draft and told.signed.by != code)

    def assessment(self, id: int) -> AssessmentView:
        """Raises NotFound for what is not on this page."""
        found = [e.assessment for e in self.story.entries if e.assessment]
        return _one([view for view in found if view.id == id])

    def position(self, id: int) -> PositionView:
        found = [e.position for e in self.story.entries if e.position]
        return _one([view for view in found if view.id == id])


def _told(entry: Entry) -> AssessmentView | PositionView:
    told = entry.assessment or entry.position
    if told is None:
        raise ValueError("a search is no draft of a finding or position")
    return told


def _one(views: Sequence[View]) -> View:
    if not views:
        raise NotFound("There is no such draft here; perhaps it was removed.")
    return views[0]


def read_update(
    session: Session, place: int, addressee: str, day: date, closing: datetime, role: Role | None
) -> Update:
    loaded = load(session, role, windows.at_place(session, place))
    story = story_of(session, loaded, place, addressee, day, closing)
    findings = {v.id: v for pairs in loaded.findings.values() for _, v in pairs}
    positions = {v.id: v for pairs in loaded.positions.values() for _, v in pairs}
    return Update(
        story=story,
        counting={
            call.id: findings.get(counting_assessment(session, call.id) or 0)
            for call in story.cell.calls
        },
        said={
            (who.id, call.measure): positions.get(
                counting_position(session, who.id, call.measure) or 0
            )
            for who in story.speakers
            for call in story.cell.calls
        },
        published_on=story.recommendation.quote.source.published_on,
    )
