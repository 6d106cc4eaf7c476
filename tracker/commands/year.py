"""Commands for the advocacy year: days on which addressees decide, and their calendar."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from exports.bulletin import record_of
from exports.calendar_files import calendar as calendar_file
from recommendations import scheduling
from recommendations.register.addressees import read_addressee
from recommendations.register.year import read_calendar, read_point, read_points, read_refreshes
from recommendations.scheduling import Told
from recommendations.vocabulary import Precision
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsPerson, Json, acting, day_of, known_day, print_json
from tracker.commands.exporting import write
from tracker.logs import Event, say

NOBODY = "Set-up keeps no dates; make an account first."
Number = Annotated[int, typer.Argument(metavar="DATE", help="By its number in `year`.")]
On = Annotated[str, typer.Argument(metavar="DAY", help="As it is known: 2027, 2027-04 or a day.")]
RestsOn = Annotated[str, typer.Argument(metavar="SOURCE", help="Where it stands: Q12 or S3.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Its last day, of several.")]
Note = Annotated[str | None, typer.Option(help="For colleagues; it stands in no calendar.")]


def year(context: typer.Context, as_person: AsPerson = "", as_json: Json = False) -> None:
    """Days on which addressees decide, from today on, and which pack to refresh before."""
    if context.invoked_subcommand:
        return
    with acting(as_person) as who:
        today = who.service.today()
        points = [one for one in read_points(who.session, today) if one.last >= today]
        refreshes = read_refreshes(who.session, points)
    if as_json:
        print_json(
            [
                {
                    "date": one.id,
                    "addressee": one.addressee.code,
                    "what": one.what,
                    "on": one.on,
                    "until": one.until,
                    "precision": one.precision.value,
                    "rests_on": one.ref,
                    "reviewed": one.signed.reviewed_at is not None,
                    "kept_inside": one.kept_inside,
                    "packs": [
                        {
                            "audience": r.audience,
                            "refresh_by": r.by,
                            "edition": r.edition,
                            "changes": r.changes,
                            "needed": r.needed,
                        }
                        for r in refreshes
                        if r.point == one.id
                    ],
                }
                for one in points
            ]
        )
        return
    for one in points:
        mark = "" if one.signed.reviewed_at else " (unreviewed)"
        print(f"{one.id:>4}  {one.when}: {one.addressee.short}, {one.what}, {one.ref}{mark}")
        for r in refreshes:
            if r.point == one.id:
                print(f"      pack {r.audience}: refresh by {r.by}; {r.why}")


def add(
    addressee: Annotated[str, typer.Argument(help="Who decides, by its code.")],
    what: Annotated[str, typer.Argument(help="What is decided, as they call it.")],
    on: On,
    rests_on: RestsOn,
    until: Until = None,
    note: Note = None,
    as_person: AsPerson = "",
) -> None:
    """Add a day on which an addressee decides; a second person reviews it."""
    with acting(as_person, writes=True) as who:
        day, precision = known_day(on)
        quote, source = scheduling.rests_on(rests_on)
        told = Told(
            addressee=read_addressee(who.session, addressee.casefold()).id,
            what=what,
            on=day,
            until=day_of(until or ""),
            precision=precision,
            quote=quote,
            source=source,
            note=note or "",
        )
        by, today = who.somebody(NOBODY), who.service.today()
        made = scheduling.add_point(who.session, by, today, told).key
    print(f"Recorded as date {made}; a second person reviews it.")


def change(
    date: Number,
    what: Annotated[str | None, typer.Option(help="What is decided.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="As it is known.")] = None,
    rests_on: Annotated[str | None, typer.Option(help="Where it stands: Q12 or S3.")] = None,
    until: Until = None,
    note: Note = None,
    as_person: AsPerson = "",
) -> None:
    """Change what is given of a date; the rest stays as it is."""
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        now = read_point(who.session, date, today)
        quote, source = scheduling.rests_on(now.ref if rests_on is None else rests_on)
        told = Told(
            now.addressee.id, now.what, now.on, now.until, now.precision, quote, source, now.note
        )
        if on is not None:
            day, precision = known_day(on)
            kept = told.until if precision is Precision.DAY else None
            told = replace(told, on=day, precision=precision, until=kept)
        told = replace(told, what=told.what if what is None else what)
        told = replace(told, note=told.note if note is None else note)
        told = replace(told, until=told.until if until is None else day_of(until))
        made = scheduling.change_point(who.session, by, today, date, told).key
    print(f"Recorded as date {made}, in the place of date {date}.")


def remove(date: Number, as_person: AsPerson = "") -> None:
    """Take a date out; it is gone from calendars at once."""
    with acting(as_person, writes=True) as who:
        scheduling.remove_point(who.session, who.somebody(NOBODY), date)
    print(f"Date {date} is taken out.")


def calendar(
    out: Annotated[Path, typer.Option(help="The file to write, as advocacy-year.ics.")],
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Write the dates that were reviewed and whose source may leave as an iCalendar file."""
    with confirmed(as_person, password_file, code) as who:
        who.service.refuse_odd_clock()
        entries = read_calendar(who.session, who.service.today())
        record, _ = record_of(who.session)
        title = f"Advocacy year, {who.service.settings.organisation}"
    write(out, calendar_file(entries, title, record))
    say(Event.EXPORTED, by=who.by, audience="calendar")
    print(f"{out}: {len(entries)} {'date' if len(entries) == 1 else 'dates'}")
