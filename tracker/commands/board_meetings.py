"""Commands for meetings of our board and what they decide. A decision counts once a second
person has confirmed it with `tracker review accept`."""

from dataclasses import asdict
from typing import Annotated

import typer

from recommendations import convening, deciding
from recommendations.convening import Convened
from recommendations.deciding import Taken
from recommendations.errors import NotFound, Refused
from recommendations.register.meetings import (
    read_meeting,
    read_meetings,
    read_proposed_closures,
)
from recommendations.vocabulary import Decided
from tracker.commands.context import Acting, AsPerson, Json, acting, day_of, print_json

NOBODY = "Set-up holds no meetings; make an account first."
CLOSES = {"closed": True, "opened again": False}
Number = Annotated[int, typer.Argument(metavar="MEETING", help="By its number in `meeting list`.")]
Minutes = Annotated[str, typer.Option(help="The reference by which its minutes are found.")]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """Meetings of the board, the latest first, with what each decided."""
    with acting(as_person) as who:
        found = read_meetings(who.session)
        today = who.service.today()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        state = "called off" if one.called_off else "to come" if one.is_to_come(today) else "held"
        print(f"{one.id:>5}  {one.on}  {state}  {one.agenda}  {one.minutes}".rstrip())
        for told in one.decisions:
            waits = "" if told.counts else " (not confirmed)"
            about = f" {told.about}" if told.about else ""
            print(f"       {told.name}  {told.minute}  {told.what}{about}: {told.words}{waits}")


def add(
    on: Annotated[str, typer.Argument(metavar="DATE", help="Its day, to come or past.")],
    agenda: Annotated[str, typer.Argument(help="What it is about, without names of people.")],
    minutes: Minutes = "",
    as_person: AsPerson = "",
) -> None:
    """Add a meeting of the board, planned or held."""
    with acting(as_person, writes=True) as who:
        by, told = who.somebody(NOBODY), Convened(day_of(on), agenda, minutes)
        made = convening.convene(who.session, by, who.service.today(), told).key
    print(f"Recorded as meeting {made}.")


def change(
    meeting: Number,
    on: Annotated[str, typer.Option(metavar="DATE", help="Its day.")] = "",
    agenda: Annotated[str, typer.Option(help="What it is about.")] = "",
    minutes: Minutes = "",
    as_person: AsPerson = "",
) -> None:
    """Change what is given of a meeting; the rest stays as it is."""
    with acting(as_person, writes=True) as who:
        now = read_meeting(who.session, meeting)
        told = Convened(day_of(on) or now.on, agenda or now.agenda, minutes or now.minutes)
        by, today = who.somebody(NOBODY), who.service.today()
        convening.change_meeting(who.session, by, today, now.base, told)
    print(f"Meeting {now.id} is changed.")


def call_off(meeting: Number, as_person: AsPerson = "") -> None:
    """Call a meeting off."""
    with acting(as_person, writes=True) as who:
        now = read_meeting(who.session, meeting)
        convening.call_off(who.session, who.somebody(NOBODY), now.base)
    print(f"Meeting {now.id} is called off.")


def decide(
    meeting: Number,
    what: Annotated[
        str, typer.Argument(help=f"One of: {', '.join([*CLOSES, *Decided])}.", metavar="WHAT")
    ],
    minute: Annotated[str, typer.Option(help="The number of the minute, for instance 4.2.")],
    words: Annotated[str, typer.Option(help="What was decided and why, without names.")],
    proposal: Annotated[
        list[int] | None,
        typer.Option(help="On what the board was asked, by its number in `closure list`."),
    ] = None,
    as_person: AsPerson = "",
) -> None:
    """Enter what a meeting decided; a second person confirms it with `tracker review`."""
    if what not in {*CLOSES, *Decided}:
        raise Refused(f"“{what}” is none of: {', '.join([*CLOSES, *Decided])}.")
    with acting(as_person, writes=True) as who:
        taken = Taken(
            minute=minute,
            words=words,
            what=Decided(what) if what in set(Decided) else None,
            closes=CLOSES.get(what),
            calls=_calls(who, proposal or []),
        )
        by, today = who.somebody(NOBODY), who.service.today()
        rows = deciding.enter_decision(who.session, by, today, meeting, taken)
        names = [f"{row.__tablename__}-{row.key}" for row in rows]
    print(f"Entered as {', '.join(names)}; a second person confirms it.")


def _calls(who: Acting, proposals: list[int]) -> list[int]:
    asked = {one.id: one.call for one in read_proposed_closures(who.session)}
    for number in proposals:
        if number not in asked:
            raise NotFound(f"The board is not asked anything by the number {number}.")
    return [asked[number] for number in proposals]


def take_back(
    name: Annotated[str, typer.Argument(help="As `meeting list` prints it: closure-3.")],
    as_person: AsPerson = "",
) -> None:
    """Take back an entry of yours that nobody has confirmed."""
    kind, _, number = name.partition("-")
    if kind not in deciding.KINDS or not (number.isascii() and number.isdigit()):
        raise NotFound(f"There is no decision “{name}”; write it as closure-3 or decision-3.")
    with acting(as_person, writes=True) as who:
        by = who.somebody(NOBODY)
        deciding.take_decision_back(who.session, by, kind, int(number))
    print(f"{name} is taken back.")
