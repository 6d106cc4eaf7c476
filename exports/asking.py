"""What we ask, in words: each ask as one sentence, and the sentence that a pack opens with."""

from collections.abc import Sequence
from datetime import date

from exports.citations import Citations
from exports.pack import Asked, PrintedAsk
from exports.profiles import Profile
from exports.selection import Selected
from exports.wording import IN_ENGLISH, Wording, text
from recommendations.register.asks import AskView
from recommendations.register.views import SourceView

INSTITUTION, INSTRUMENT, DATE = text("institution"), text("instrument"), text("date")
TO_COME = text("a date to come")
MISSING = (INSTITUTION, INSTRUMENT, DATE, TO_COME, text("test of done"))
"""As `rules.missing_of_ask` names what an ask still needs."""
LONGEST_OPENING = 180
"""In letters: it is set large, and has to be read at one glance."""


def published(source: SourceView, wording: Wording) -> str:
    return wording.source_date(source.published_on, source.precision)


def reports(most: tuple[Selected, ...]) -> tuple[SourceView, ...]:
    """Those that recommended it, the earliest first."""
    found = {one.recommendation.quote.source.id: one.recommendation.quote.source for one in most}
    return tuple(sorted(found.values(), key=lambda told: (told.published_on or date.min, told.id)))


def _dates(most: tuple[Selected, ...], wording: Wording) -> str:
    """Each once: recommendations of two reports are not all of the first one's date."""
    return wording.listed(list(dict.fromkeys(published(one, wording) for one in reports(most))))


def opening(
    profile: Profile,
    most: tuple[Selected, ...],
    asks: tuple[PrintedAsk, ...],
    kept_inside: int,
    wording: Wording,
) -> str:
    """What we ask, by when; a draft says in brackets that the date is missing. Those who
    decide are asked on their sheet."""
    if profile.decides:
        return ""
    office = wording.translated(profile.office)
    if not most and kept_inside:
        return wording.say(
            "What was recommended to {office} may not leave us today.", office=office
        )
    if not most:
        return wording.say("No recommendation on record is addressed to {office}.", office=office)
    if all(one.closed for one in most):
        return wording.say("Our board has closed what we recommended to {office}.", office=office)
    asked = [one for ask in asks for one in ask.asked]
    if len(most) == len(asked) == 1 and len(asked[0].sentence) <= LONGEST_OPENING:
        return asked[0].sentence
    titles = dict.fromkeys(one.recommendation.title for one in most if not one.closed)
    quoted = [wording.say("“{title}”", title=title) for title in titles]
    return wording.count(
        "We ask {office} to act on {number} recommendation of {date}, {titles}, {by_when}.",
        "We ask {office} to act on {number} recommendations of {date}, {titles}, {by_when}.",
        len(titles),
        office=office,
        date=_dates(most, wording),
        titles=wording.listed(quoted),
        by_when=_by_when(asked, wording),
    )


def _by_when(asked: Sequence[Asked], wording: Wording) -> str:
    if len(asked) > 1:
        return wording.say("the first step by {date}", date=_earliest(asked, wording))
    return wording.say("by {date}", date=_earliest(asked, wording))


def _earliest(asked: Sequence[Asked], wording: Wording) -> date | str:
    days = [one.by for one in asked if one.by and TO_COME not in one.missing]
    return min(days) if days else _missing(DATE, wording)


def _missing(part: str, wording: Wording) -> str:
    return f"[{wording.say(part)}]"


def ask_sentence(ask: AskView, day: date, wording: Wording = IN_ENGLISH) -> str:
    """Has in brackets what is missing; a date that is over is missing."""
    return _ended(
        wording.say(
            "We ask {institution}, by {date}: {instrument}",
            institution=ask.institution or _missing(INSTITUTION, wording),
            date=ask.by if ask.by and ask.by > day else _missing(DATE, wording),
            instrument=ask.instrument or _missing(INSTRUMENT, wording),
        ),
        wording,
    )


def asked(ask: AskView, missing: tuple[str, ...], day: date, citations: Citations) -> Asked:
    wording = citations.wording
    return Asked(
        institution=ask.institution,
        by=ask.by,
        instrument=ask.instrument,
        sentence=ask_sentence(ask, day, wording),
        quote=citations.printed(ask.quote, ask.quote.official) if ask.quote else None,
        risk=_ended(ask.risk, wording),
        safeguard=_ended(ask.safeguard, wording),
        missing=missing,
    )


def _ended(words: str, wording: Wording) -> str:
    """As a sentence ends."""
    if not words or words[-1] in ".!?…။":
        return words
    return wording.say("{sentence}.", sentence=words)


def passed_onward(one: Selected, decides: bool, wording: Wording) -> str:
    told = text("The report did not name {addressee}; we pass this recommendation onward to you.")
    if decides:
        told = text("The report did not name {addressee}; we passed it onward to them.")
    return wording.say(told, addressee=wording.translated(one.addressee.name))
