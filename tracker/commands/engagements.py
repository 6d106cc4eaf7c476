"""Commands for the engagement log."""

from dataclasses import asdict
from typing import Annotated

import typer

from recommendations import engaging
from recommendations.engaging import FIELDS, Engaged
from recommendations.errors import Refused
from recommendations.models import Engagement
from recommendations.records.writing import get
from recommendations.register.addressees import read_addressee
from recommendations.register.engagements import LogEntry, open_follow_ups, read_log
from recommendations.vocabulary import EngagedBy
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    day_of,
    number_of,
    print_json,
    role_of,
)

NOBODY = "Set-up speaks with nobody; make an account first."
How = Annotated[str, typer.Option(help="meeting, “online meeting”, telephone, letter or e-mail.")]
On = Annotated[str, typer.Option(metavar="DATE", help="The day, as 2026-11-22.")]
Asked = Annotated[str, typer.Option(help="What was asked.")]
Promised = Annotated[str, typer.Option(help="What was promised; it is no position.")]
FollowUp = Annotated[str, typer.Option(help="What is to follow.")]
By = Annotated[str, typer.Option("--by", metavar="DATE", help="By when it is to follow.")]
Source = Annotated[str, typer.Option(help="Our note of it or the letter, as S12.")]
Officials = Annotated[
    bool, typer.Option("--officials", help="Who is named holds a public office, as published.")
]


def list_(
    addressee: Annotated[str, typer.Option(help="Only with this addressee, by its code.")] = "",
    how: Annotated[str, typer.Option(help="Only in this way, e.g. telephone.")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Only what is still to follow.")] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """How we were in touch with whom, newest first."""
    way = _way(how) if how else None
    with acting(as_person) as who:
        found = read_log(who.session, role_of(who), who.by, addressee.casefold(), way)
        left = {one.id for one in open_follow_ups(who.session, who.service.today())}
    if open_:
        found = tuple(one for one in found if one.engagement and one.engagement.id in left)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(_line(one))


def add(
    addressee: Annotated[str, typer.Argument(help="With whom, by the code of the addressee.")],
    office: Annotated[str, typer.Argument(help="The desk or unit; nobody's name.")],
    on: On,
    how: How,
    asked: Asked = "",
    promised: Promised = "",
    follow_up: FollowUp = "",
    by: By = "",
    source: Source = "",
    officials: Officials = False,
    as_person: AsPerson = "",
) -> None:
    """Record a meeting, a letter or a telephone conversation."""
    with acting(as_person, writes=True) as who:
        told = Engaged(
            addressee=read_addressee(who.session, addressee.casefold()).id,
            on=day_of(on),
            how=_way(how),
            office=office,
            asked=asked,
            promised=promised,
            follow_up=follow_up,
            follow_up_by=day_of(by),
            source=number_of(source, "S") if source else None,
            officials=officials,
        )
        someone, today = who.somebody(NOBODY), who.service.today()
        made = engaging.engage(who.session, someone, today, told).key
    print(f"Recorded as entry {made}.")


def change(
    entry: Annotated[int, typer.Argument(help="The entry, by its number in `engagement list`.")],
    on: On = "",
    how: How = "",
    office: Annotated[str, typer.Option(help="The desk or unit; nobody's name.")] = "",
    asked: Asked = "",
    promised: Promised = "",
    follow_up: FollowUp = "",
    by: By = "",
    done: Annotated[str, typer.Option(metavar="DATE", help="When it was followed up.")] = "",
    source: Source = "",
    remove: Annotated[str, typer.Option(metavar="WHY", help="Take it out of the log.")] = "",
    officials: Officials = False,
    as_person: AsPerson = "",
) -> None:
    """Change what is named, or take an entry out; as it was it stays on record."""
    given = {
        "on": day_of(on),
        "how": _way(how) if how else None,
        "office": office,
        "asked": asked,
        "promised": promised,
        "follow_up": follow_up,
        "follow_up_by": day_of(by),
        "done_on": day_of(done),
        "source": number_of(source, "S") if source else None,
    }
    with acting(as_person, writes=True) as who:
        made = _changed(who, entry, {n: v for n, v in given.items() if v}, remove, officials)
    print("It is taken out of the log." if remove else f"It is entry {made} from now on.")


def _changed(
    who: Acting, entry: int, given: dict[str, object], remove: str, officials: bool
) -> int:
    by, today = who.somebody(NOBODY), who.service.today()
    if remove:
        return engaging.remove(who.session, by, entry, remove).key
    before = get(who.session, Engagement, entry, "entry of the log")
    values = {name: getattr(before, name) for name in FIELDS}
    told = Engaged(**{**values, **given}, officials=officials)
    return engaging.change(who.session, by, today, entry, told).key


def _way(given: str) -> EngagedBy:
    try:
        return EngagedBy(given)
    except ValueError:
        named = ", ".join(f"“{one.value}”" for one in EngagedBy)
        raise Refused(f"There is no such way; there are {named}.") from None


def _line(entry: LogEntry) -> str:
    if one := entry.engagement:
        told = "; ".join(
            f"{label}: {words}"
            for label, words in (
                ("asked", one.asked), ("promised", one.promised), ("to follow", one.follow_up)
            )
            if words
        )  # fmt: skip
        return f"{one.id:>5}  {one.on} {one.how.value}, {one.of}, {one.office}: {told}"
    if sent := entry.delivery:
        return f"    -  {sent.on} {sent.channel.value}, {sent.of}, {sent.office}: {sent.what}"
    note = entry.note
    assert note is not None
    return f"    -  {note.on} meeting, {note.of}, {note.office}: note S{note.source}"
