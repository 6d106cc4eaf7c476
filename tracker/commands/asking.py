"""Commands for what we ask of an office in a pack. None of them issues anything: an ask is
approved with the edition that it stands in."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

import typer

from exports import planning
from exports.planning import PlannedAsk, Subject
from exports.publishing import Moment, profile_named
from recommendations import asking
from recommendations.asking import Wanted
from recommendations.errors import Refused
from recommendations.register.asks import AskView
from recommendations.register.plans import read_ask
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    role_of,
)

Audience = Annotated[str, typer.Argument(help="The audience, by its code.")]
Number = Annotated[int, typer.Argument(help="The ask, by its number in `ask list`.")]
Institution = Annotated[str | None, typer.Option(help="Of which, as it calls itself.")]
Instrument = Annotated[
    str | None, typer.Option(help="What it should do; reads on after “We ask …, by …:”.")
]
By = Annotated[str | None, typer.Option(metavar="DATE", help="A day to come, as 2027-04-30.")]
Supporting = Annotated[
    str | None, typer.Option(metavar="Q12", help="Words that support instrument and date.")
]
Risk = Annotated[str | None, typer.Option(help="What could go wrong.")]
Safeguard = Annotated[str | None, typer.Option(help="What keeps it from going wrong.")]


def list_asks(audience: Audience, as_person: AsPerson = "", as_json: Json = False) -> None:
    """What a pack asks, as it is printed, and what each ask still needs."""
    with acting(as_person) as who:
        profile = profile_named(who.session, audience)
        found = planning.planned(who.session, profile, _moment(who), role_of(who)).subjects
    if as_json:
        print_json([_told(subject, one) for subject in found for one in subject.asks])
        return
    for subject in found:
        print(f"R{subject.recommendation.place} {subject.addressee.code}")
        for one in subject.asks:
            print(f"{one.ask.id:>5}  {one.sentence} {_state(one)}")


def add(
    audience: Audience,
    recommendation: Annotated[str, typer.Argument(help="The recommendation, for instance R3.")],
    addressee: Annotated[str, typer.Argument(help="The addressee, by its code.")],
    institution: Institution = None,
    instrument: Instrument = None,
    by: By = None,
    quote: Supporting = None,
    risk: Risk = None,
    safeguard: Safeguard = None,
    as_person: AsPerson = "",
) -> None:
    """Record an ask of an addressee on a recommendation."""
    with acting(as_person, writes=True) as who:
        profile = profile_named(who.session, audience)
        place = number_of(recommendation, "R")
        of = planning.subject(
            who.session, profile, _moment(who), role_of(who), place, addressee.casefold()
        )
        bare = Wanted(of.recommendation.id, of.addressee.id)
        wanted = _with(bare, institution, instrument, by, quote, risk, safeguard)
        made = asking.ask(who.session, _person(who), who.service.today(), profile.code, wanted).key
    print(f"Recorded as ask {made}.")


def change(
    ask: Number,
    institution: Institution = None,
    instrument: Instrument = None,
    by: By = None,
    quote: Supporting = None,
    risk: Risk = None,
    safeguard: Safeguard = None,
    as_person: AsPerson = "",
) -> None:
    """Change what is given of an ask; the rest stays as it is."""
    with acting(as_person, writes=True) as who:
        now = read_ask(who.session, ask, role_of(who))
        wanted = _with(_as_it_is(now), institution, instrument, by, quote, risk, safeguard)
        made = asking.change(who.session, _person(who), who.service.today(), ask, wanted).key
    print(f"Recorded as ask {made}, in the place of ask {ask}.")


def remove(ask: Number, as_person: AsPerson = "") -> None:
    """Take an ask out of its pack."""
    with acting(as_person, writes=True) as who:
        asking.take_out(who.session, _person(who), ask)
    print(f"Ask {ask} is taken out.")


def _person(who: Acting) -> int:
    if who.person is None:
        raise Refused("Set-up asks nothing of anybody; make an account first.")
    return who.person.key


def _moment(who: Acting) -> Moment:
    today = who.service.today()
    return Moment(today, who.service.closing(today), today)


def _with(
    wanted: Wanted,
    institution: str | None,
    instrument: str | None,
    by: str | None,
    quote: str | None,
    risk: str | None,
    safeguard: str | None,
) -> Wanted:
    """What was not given stays; an empty value takes it away."""
    given: dict[str, Any] = {
        "institution": institution,
        "instrument": instrument,
        "risk": risk,
        "safeguard": safeguard,
    }
    changed = {name: value for name, value in given.items() if value is not None}
    if by is not None:
        changed["by"] = _day(by)
    if quote is not None:
        changed["quote"] = number_of(quote, "Q") if quote else None
    return replace(wanted, **changed)


def _as_it_is(now: AskView) -> Wanted:
    return Wanted(
        now.recommendation,
        now.addressee,
        now.institution,
        now.instrument,
        now.by,
        now.rests_on,
        now.risk,
        now.safeguard,
    )


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Refused("Write the date as year-month-day, for instance 2027-04-30.") from None


def _state(one: PlannedAsk) -> str:
    if not one.printed:
        return "(not printed: the words that it rests on stay inside)"
    return f"({', '.join(one.missing)} missing)" if one.missing else "(ready)"


def _told(subject: Subject, one: PlannedAsk) -> dict[str, Any]:
    ask = one.ask
    return {
        "ask": ask.id,
        "recommendation": f"R{subject.recommendation.place}",
        "addressee": subject.addressee.code,
        "institution": ask.institution,
        "instrument": ask.instrument,
        "by": ask.by,
        "quote": f"Q{ask.rests_on}" if ask.rests_on else None,
        "risk": ask.risk,
        "safeguard": ask.safeguard,
        "sentence": one.sentence,
        "missing": list(one.missing),
        "printed": one.printed,
    }
