"""An edition on its way out: through the gate as it is at that moment, whatever it was when
the edition was issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from exports.freezing import thawed
from exports.profiles import Profile
from exports.publishing import profile_named
from recommendations.errors import NotAllowed, NotFound, Refused
from recommendations.models import Quote, Transcription
from recommendations.records.blanking import shared_runs
from recommendations.records.standing import drawn_together
from recommendations.records.word_runs import look_up
from recommendations.register.audiences import read_leaving
from recommendations.register.editions import (
    EditionView,
    FileView,
    State,
    file_of,
    frozen_of,
    read_edition,
)
from recommendations.runs import Sought
from recommendations.vocabulary import Length

HELD = "Words in this edition may not leave any more; it is not handed out. Propose it anew."
OUTDATED = {
    State.WITHDRAWN: "This edition was withdrawn; it is not sent any more.",
    State.SUPERSEDED: "A later edition takes its place; send that one.",
}
NUMBERED = (
    "It has words for named audiences alone: its copies are numbered and handed over one by one. "
    "Write a number on each, and record where it went."
)
INSIDE = (
    "“{words}” are words of a quote that stays inside for this audience. Leave them out: a "
    "covering note goes past no gate but this one."
)


SAID_TO_US = (
    "“{words}” were said or written to us, and nobody has decided that they may leave. Leave them "
    "out: a covering note goes past no gate but this one."
)


@dataclass(frozen=True)
class Outgoing:
    edition: EditionView
    profile: Profile
    file: FileView
    raw: bytes

    @property
    def name(self) -> str:
        """Of the file, for whoever receives it."""
        length = self.file.length.value.replace(" ", "-")
        return f"{self.edition.audience}-edition-{self.edition.number}-{length}.pdf"


def outgoing(
    session: Session, edition: int, length: Length, language: str, today: date
) -> Outgoing:
    """Raises Refused where it was withdrawn or superseded, or its copies are numbered;
    NotAllowed where today's gate would not let some of its words out any more; NotFound
    without such a file."""
    view = read_edition(session, edition)
    if view.state in OUTDATED:
        raise Refused(OUTDATED[view.state])
    if held_back(session, view, today):
        raise NotAllowed(HELD)
    if is_numbered(session, edition):
        raise Refused(NUMBERED)
    return _with_file(session, view, length, language)


def is_numbered(session: Session, edition: int) -> bool:
    """It has words for named audiences in it, so that each of its copies has a number."""
    packs = thawed(frozen_of(session, edition)).values()
    return any(one.leave_behind.copy or one.full.brief.copy for one in packs)


def _with_file(session: Session, view: EditionView, length: Length, language: str) -> Outgoing:
    file, raw = file_of(session, view.id, length, language)
    return Outgoing(view, profile_named(session, view.audience), file, raw)


def held_back(session: Session, edition: EditionView, today: date) -> frozenset[int]:
    """Quotes of an edition that the gate keeps from its audience by now."""
    try:
        profile = profile_named(session, edition.audience)
    except (NotFound, Refused):
        return edition.quotes
    return edition.quotes - read_leaving(session, profile.audience, today, edition.quotes)


def refuse_inside(session: Session, field: str, words: str, code: str, today: date) -> None:
    """What somebody types into a letter has no run of words of a quote that the gate keeps
    from this audience, or of which some are withheld. Raises Refused with a sentence for the
    field."""
    rows = session.exec(select(Quote.id, Quote.exact))
    shared = shared_runs(words, {id: exact for id, exact in rows if id is not None})
    audience = profile_named(session, code).audience
    inside = set(shared) - read_leaving(session, audience, today, set(shared))
    if inside := inside | _withheld(session, shared):
        start, end = shared[min(inside)][0]
        raise Refused(**{field: INSIDE.format(words=words[start:end])})
    if place := _said_to_us(session, words, set(shared)):
        start, end = place
        raise Refused(**{field: SAID_TO_US.format(words=words[start:end])})


def _said_to_us(session: Session, words: str, leaving: Collection[int]) -> tuple[int, int] | None:
    """Where words stand that nobody published and of whose source nothing that may leave is
    said, or that were typed from pictures and not checked."""
    rows = session.exec(select(Transcription).where(col(Transcription.source).is_(None)))
    for places in shared_runs(words, {row.key: " ".join(row.texts) for row in rows}).values():
        return places[0]
    free = set(session.exec(select(Quote.source).where(col(Quote.id).in_(leaving))))
    sought = Sought(words, short=False)
    known = look_up(session, sought.marks)
    for run in sought.found(known):
        if any(not quote and source not in free for source, quote in known[run.mark]):
            return run.start, run.end
    return None


def _withheld(session: Session, quotes: Collection[int]) -> set[int]:
    rows = session.exec(select(Quote).where(col(Quote.id).in_(quotes)))
    return set(drawn_together(session, rows).redactions)
