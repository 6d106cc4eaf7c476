"""Commands for the worklist."""

from typing import Annotated

import typer

from recommendations import assigning
from recommendations.errors import Refused
from recommendations.records import people
from recommendations.register.work import Asked, Work, compute, item_named, read_work, worklist
from recommendations.register.work_items import WorkItem
from recommendations.vocabulary import WorkKind
from tracker.commands.context import Acting, AsPerson, Json, acting, day_of, print_json

NOBODY = "Set-up does no work; make an account first."
Item = Annotated[str, typer.Argument(metavar="ITEM", help="By its key in `work`, as expiry:12.")]


def work(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="Only this kind, as “review waiting”.")] = "",
    addressee: Annotated[str, typer.Option(help="Only this addressee, by its code.")] = "",
    mine: Annotated[bool, typer.Option("--mine", help="Only what was given to me.")] = False,
    put_off: Annotated[bool, typer.Option("--put-off", help="What is put off.")] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What is to be done, what presses most first."""
    if context.invoked_subcommand:
        return
    if kind and kind not in set(WorkKind):
        raise Refused(f"“{kind}” is no kind of work: {', '.join(WorkKind)}.")
    with acting(as_person) as who:
        by = who.somebody(NOBODY)
        today = who.service.today()
        everything = read_work(who.session, compute(who.session, today), today)
        me = people.person(who.session, by)
        asked = Asked(WorkKind(kind) if kind else None, addressee.casefold(), mine, put_off)
        first = worklist(everything, by, me.code, me.role, asked)
        parts = [
            worklist(
                everything, by, me.code, me.role,
                Asked(asked.kind, asked.addressee, mine, put_off, part),
            )
            for part in range(1, first.parts + 1)
        ]  # fmt: skip
    found = [one for part in parts for one in part.work]
    if as_json:
        print_json([_told(one) for one in found])
        return
    for one in found:
        when = f"by {one.item.due}" if one.item.due else f"since {one.item.since}"
        whose = f" [{one.to}]" if one.to else ""
        print(f"{one.item.key}  {one.urgency.value}, {when}{whose}: {_words(one)}")


def assign(
    item: Item,
    to: Annotated[str, typer.Argument(help="Who does it, by their short name; or nobody.")],
    as_person: AsPerson = "",
) -> None:
    """Say who does an item, or that nobody in particular does it any more."""
    with acting(as_person, writes=True) as who:
        whom = people.named(who.session, to)
        if whom is None and to != "nobody":
            raise Refused(f"There is nobody here by the short name “{to}”.")
        by = who.somebody(NOBODY)
        assigning.assign(who.session, by, _named(who, item), whom.key if whom else None)
    print(f"{item} is given to {to}.")


def snooze(
    item: Item,
    until: Annotated[str, typer.Argument(metavar="DATE", help="A day to come, as 2026-12-01.")],
    why: Annotated[str, typer.Argument(help="Why it can wait; colleagues read it.")],
    as_person: AsPerson = "",
) -> None:
    """Put an item off until a day; it comes back earlier when something about it changes."""
    with acting(as_person, writes=True) as who:
        day = day_of(until)
        if day is None:
            raise Refused("Say until which day.")
        by, today = who.somebody(NOBODY), who.service.today()
        assigning.snooze(who.session, by, today, _named(who, item), day, why)
    print(f"{item} is put off until {until}.")


def _named(who: Acting, key: str) -> WorkItem:
    return item_named(compute(who.session, who.service.today()), key)


def _words(one: Work) -> str:
    of = f" ({one.item.of})" if one.item.of else ""
    return f"{one.item.kind.value}: {one.item.words}{of}"


def _told(one: Work) -> dict[str, object]:
    item = one.item
    return {
        "item": item.key,
        "kind": item.kind.value,
        "urgency": one.urgency.value,
        "words": item.words,
        "where": item.where,
        "since": item.since,
        "due": item.due,
        "addressee": item.addressee,
        "recommendation": item.place,
        "to": one.to,
        "until": one.until,
        "why": one.why,
    }
