"""Recording what a speaker of testimony agreed to, and by which code a speaker is known.
What keeps words inside works at once, by anyone; what lets more out waits for a second
person."""

import secrets
from dataclasses import replace
from datetime import date

from sqlmodel import Session, select

from recommendations import ladder
from recommendations.errors import NotFound, Refused
from recommendations.gate import Standing
from recommendations.models import AudienceProfile, Consent, Quote, Speaker
from recommendations.records.consents import Said, read_consents, said_in
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.sealing import refuse_unless_named
from recommendations.records.speakers import read_speakers
from recommendations.records.standing import standings
from recommendations.records.writing import get, record
from recommendations.rules import spoken
from recommendations.vocabulary import ConsentState, Region, Rung

LETTERS = "34679CDFGHJKMNPQRTVWXY"
"""Of codes: none that look alike, and no vowels, so that no code reads like a name."""
LENGTH = 6
NEW = "new"
"""Asked for in the place of a code: a speaker who is not known yet."""


def say(session: Session, by: int, today: date, quote: int, said: Said) -> Consent:
    """Opens, and waits, where it lets more out than what is in force, or than what was
    said since and took something away. Consent that was withdrawn is never given again."""
    person(session, by)
    row, standing = _testimony(session, quote, by)
    if standing.consent is ConsentState.WITHDRAWN:
        raise Refused(state="Consent was withdrawn; these words stay inside for good.")
    if not said.state.lets_leave:
        return record(session, Consent(quote=quote, state=said.state, opens=False), by)
    wanted = replace(
        said,
        audiences=tuple(sorted(said.audiences)) if said.state is ConsentState.LIMITED else (),
        purposes=said.purposes.strip(),
        language=said.language.strip(),
    )
    _refuse_incomplete(session, row, standing, wanted, today)
    consents = read_consents(session, [quote])
    before = [said_in(earlier) for earlier in consents.live.get(quote, ())]
    opens = quote not in consents.now or not all(is_narrower(said, wanted) for said in before)
    if opens:
        refuse_unless_recorder(session, by)
    told = {**vars(wanted), "audiences": list(wanted.audiences)}
    return record(session, Consent(quote=quote, opens=opens, **told), by)


def is_narrower(now: Said, wanted: Said) -> bool:
    """Nothing in it goes further than what was said before. Other words for the purposes are
    for a second person to compare."""
    if not now.state.lets_leave or wanted.purposes != now.purposes:
        return False
    limited = now.state is ConsentState.LIMITED
    return (
        (not limited or (wanted.state is now.state and {*wanted.audiences} <= {*now.audiences}))
        and wanted.attribution in ladder.upwards(now.attribution or ladder.TOP)
        and wanted.with_region <= now.with_region
        and (now.review_on is None or (wanted.review_on or date.max) <= now.review_on)
    )


def speak(
    session: Session,
    by: int,
    quote: int,
    code: str,
    rung: Rung | None = None,
    region: Region | None = None,
) -> Speaker | None:
    """A code that is known brings its rung and region along, unless others are given:
    those then hold for all that the speaker said. None where nothing would change."""
    refuse_unless_recorder(session, by)
    _, standing = _testimony(session, quote, by)
    if not standing.new_testimony:
        raise Refused(
            speaker="We have published this source; its words leave as they were published."
        )
    known = read_speakers(session, waiting=True)
    voice = known.of(code)
    if code != NEW and voice is None:
        raise Refused(speaker="There is no speaker by that code. Choose one, or a new code.")
    if voice is None and rung is None:
        raise Refused(rung="Say what they were; for a civilian, a person with direct knowledge.")
    told = ladder.Voice(
        voice.code if voice else new_code(set(known.voices)),
        rung or (voice.rung if voice else ladder.TOP),
        region or (voice.region if voice else None),
    )
    if told == voice and known.of_quote.get(quote) == told.code:
        return None
    return record(session, Speaker(quote=quote, **vars(told)), by)


def new_code(taken: set[str]) -> str:
    while (code := "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
        continue
    return code


def in_a_year(today: date) -> date:
    """The day by which a speaker is asked again."""
    last_of_february = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + 1, day=28 if last_of_february else today.day)


def _testimony(session: Session, quote: int, by: int) -> tuple[Quote, Standing]:
    row = get(session, Quote, quote, "quote")
    refuse_unless_named(session, row, by)
    standing = standings(session, [row])[row.key]
    if not standing.testimony:
        raise NotFound("These are not the words of a witness; nobody's consent is asked for.")
    return row, standing


def _refuse_incomplete(
    session: Session, quote: Quote, standing: Standing, said: Said, today: date
) -> None:
    refused = {}
    if said.state is ConsentState.LIMITED and not said.audiences:
        refused["audiences"] = "Tick the audiences that the speaker agreed to."
    elif unknown := {*said.audiences} - {*session.exec(select(AudienceProfile.code))}:
        refused["audiences"] = f"There is no audience “{min(unknown)}”."
    if sentence := _attribution_refused(session, quote, standing, said.attribution):
        refused["attribution"] = sentence
    if not said.purposes:
        refused["purposes"] = "Say in a few words what they agreed to."
    if not said.language:
        refused["language"] = "Say in which language they were asked."
    if sentence := _review_refused(said.review_on, today):
        refused["review_on"] = sentence
    if refused:
        raise Refused(**refused)


def _attribution_refused(
    session: Session, quote: Quote, standing: Standing, agreed: Rung | None
) -> str:
    if agreed is None:
        return "Say how they may be described at the most exact."
    known = read_speakers(session, waiting=True)
    voice = known.of(known.of_quote.get(quote.key, ""))
    if standing.new_testimony and voice and agreed not in ladder.upwards(voice.rung):
        return f"The speaker is on record as {voice.rung.value}: choose that, or a rung above it."
    return ""


def _review_refused(review_on: date | None, today: date) -> str:
    latest = in_a_year(today)
    if review_on is None:
        return "Give the day by which they are asked again."
    if review_on < today:
        return "That day is over; consent would have lapsed already."
    if review_on > latest:
        return f"Ask again within a year: by {spoken(latest)} at the latest."
    return ""
