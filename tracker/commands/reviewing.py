"""`tracker review`: what waits for a second person, and their word on it. What opens words takes
their own password and code. Nothing is accepted but as it was read: a name carries the state in
which the list printed it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from recommendations import reviewing
from recommendations.errors import Changed, NotFound, Refused
from recommendations.register.views import AssessmentView, PositionView, QuoteView
from recommendations.register.waiting import may_take, read_waiting
from recommendations.register.waits import Waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Verdict
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import Acting, AsPerson, Json, acting, print_json, role_of

NOBODY = "Somebody with an account reviews; make one first."
Names = Annotated[
    list[str], typer.Argument(metavar="NAME …", help="As `tracker review list` prints it.")
]


def list_(
    everything: Annotated[
        bool, typer.Option("--all", help="Also what you cannot accept, your own included.")
    ] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What waits for you, oldest first, with the words that it is about."""
    with acting(as_person) as who:
        told = [
            _told(one, who)
            for one in read_waiting(who.session, role_of(who), who.by)
            if everything or may_take(one, who.by or 0, role_of(who))
        ]
    if as_json:
        print_json(told)
        return
    for one in told:
        print(f"{one['name']}  {one['about']}  ({one['by']}, {one['at'][:10]})")
        for line in one["told"]:
            print(f"    {line}")
    if not told:
        print("Nothing waits." if everything else "Nothing waits for you.")


def accept(
    names: Names, as_person: AsPerson = "", password_file: PasswordFile = None, code: Code = ""
) -> None:
    """Accept what others recorded, all of it or nothing. What opens words takes your password
    and a code."""
    opens = any(Item.parse(name).opens for name in names)
    asked = (
        confirmed(as_person, password_file, code, writes=True, opens=True)
        if opens
        else acting(as_person, writes=True)
    )
    with asked as who:
        by, items = who.somebody(NOBODY), _items(who, names)
        reviewing.review_all(who.session, by, items)
    print(f"{len(names)} accepted.")


def send_back(
    name: Annotated[str, typer.Argument(help="As `tracker review list` prints it.")],
    comment: Annotated[str, typer.Option(help="What should change; its author reads it.")],
    as_person: AsPerson = "",
) -> None:
    """Send one back to its author."""
    with acting(as_person, writes=True) as who:
        by, items = who.somebody(NOBODY), _items(who, [name])
        reviewing.review_all(who.session, by, items, Verdict.SENT_BACK, comment)
    print("Sent back.")


def _items(who: Acting, names: Sequence[str]) -> list[Item]:
    """All that is reviewed together with what was named. Raises Changed where it is not
    what was read."""
    waiting = {one.name: one for one in read_waiting(who.session, role_of(who), who.by)}
    found: list[Item] = []
    for said in names:
        name, at, _ = said.partition("@")
        one = waiting.get(name)
        if one is None:
            raise NotFound("That does not wait any more: it was reviewed, changed or removed.")
        if one.compared:
            raise Refused(f"It is held against its pictures, on its own page: {one.where}")
        if one.sent_back:
            raise Refused("It was sent back and waits for its author.")
        if not at:
            raise Refused(f"Write {name} with its @ and number, as the list prints it.")
        if said != _named(one):
            raise Changed(
                "It was edited while you were reading. Nothing was accepted; read it as it is now."
            )
        found += [Item.parse(item) for item in one.items]
    return found


def _named(one: Waiting) -> str:
    """With the newest link of all that belongs to it."""
    return f"{one.name}@{max(int(item.partition('@')[2]) for item in one.items)}"


def _told(one: Waiting, who: Acting) -> dict[str, Any]:
    return {
        "name": _named(one),
        "about": one.about,
        "where": one.where,
        "by": one.signed.by,
        "at": one.signed.at.isoformat(),
        "opens": one.opens,
        "yours": one.author == who.by,
        "for_you": may_take(one, who.by or 0, role_of(who)),
        "told": list(_lines(one)),
    }


def _lines(one: Waiting) -> Iterator[str]:
    """All of it: nothing is accepted that was not read."""
    if one.signed.sent_back:
        yield f"Sent back: {one.signed.sent_back}"
    if one.assessment:
        finding = one.assessment
        if isinstance(one.before, AssessmentView):
            yield f"counts now: {one.before.reading}"
        yield f"{finding.reading}, {finding.true_on}. {finding.reason}"
        for part in finding.evidence:
            yield f"{part.stance.value}: {_quoted(part.quote)}"
        if finding.outside_powers:
            yield f"outside its powers: {_quoted(finding.outside_powers)}"
        for search in finding.searches:
            yield f"looked on {search.on} in {search.places}"
    if one.position:
        said = one.position
        parts = [said.part, "says it is already done" if said.says_done else ""]
        if isinstance(one.before, PositionView):
            yield f"counts now: {one.before.value.value}"
        yield ", ".join([f"{said.value.value}, {said.said_on}", *filter(None, parts)])
        yield _quoted(said.quote)
    if one.variant:
        yield f"stands: {_quoted(one.variant.quote)}"
        yield f"would be printed: {one.variant.text}"
        if one.variant.cleared:
            yield f"gone with it: {', '.join(flag.value for flag in one.variant.cleared)}"
    yield from one.lines
    if one.quote and not one.position:
        yield _quoted(one.quote)
    if one.rivals:
        yield f"began from the same state: {', '.join(one.rivals)}"


def _quoted(quote: QuoteView) -> str:
    """What is sealed is not printed, whoever asks."""
    words = "" if quote.sealed else " ".join(quote.exact.split())
    return f"{quote.ref} “{words}”" if words else f"{quote.ref} (its words are not shown here)"
