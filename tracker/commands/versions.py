"""The command that says what a newer version of a source changed."""

from typing import Annotated, Any

import typer

from recommendations.errors import Refused
from recommendations.quoting import quote_span
from recommendations.register.differences import Difference, How
from recommendations.register.versions import ChangesPage, EarlierQuote, read_changes
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    role_of,
)

NOBODY = "Quotes are carried over by somebody; make the first account."
SIGNS = {How.SAME: ("", ""), How.ADDED: ("{+", "+}"), How.TAKEN_OUT: ("[-", "-]")}


def changes(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The newer version, as S3.")],
    carry_over: Annotated[
        list[str] | None,
        typer.Option(metavar="Q12", help="Make this quote one of the newer version. Repeat it."),
    ] = None,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What it changed, {+added+} and [-taken out-], and whether the earlier quotes stand in it."""
    number = number_of(source, "S")
    with acting(as_person, writes=bool(carry_over)) as who:
        read = read_changes(who.session, number, who.service.today(), role_of(who))
        if carry_over:
            _carry(who, read, [number_of(one, "Q") for one in carry_over])
            read = read_changes(who.session, number, who.service.today(), role_of(who))
        told = _told(read)
    if as_json:
        print_json(told)
        return
    print(f"{told['source']} takes the place of {told['before']}.")
    if read.compared.too_long:
        print("These texts are too long to be compared.")
    for line in told["differences"]:
        print(line)
    for one in told["quotes"]:
        print(f"{one['quote']:>5}  {one['state']}")
    if read.kept_back:
        print(f"Not offered, because they stay inside: {read.kept_back}.")


def _carry(who: Acting, read: ChangesPage, wanted: list[int]) -> None:
    """Each becomes a new quote, about which everything is decided anew."""
    by = who.somebody(NOBODY)
    offered = {one.quote.id: one for one in read.offered}
    for number in wanted:
        if number not in offered:
            raise Refused(f"The words of Q{number} do not stand once in the newer version.")
        ((start, end),) = offered[number].places
        fidelity = offered[number].quote.fidelity
        quote_span(who.session, by, read.source.id, start, end, fidelity)


def _told(read: ChangesPage) -> dict[str, Any]:
    return {
        "source": read.source.ref,
        "before": read.before.ref,
        "changed": read.compared.changed,
        "differences": [_line(one) for one in read.compared.differences],
        "more": read.compared.more,
        "quotes": [{"quote": one.quote.ref, "state": _state(one)} for one in read.quotes],
        "kept_back": read.kept_back,
    }


def _line(one: Difference) -> str:
    if not one.pieces:
        return f"… {one.skipped} the same"
    return "".join(f"{SIGNS[p.how][0]}{p.text}{SIGNS[p.how][1]}" for p in one.pieces)


def _state(one: EarlierQuote) -> str:
    if one.carried:
        return f"carried over, Q{one.carried}"
    if not one.places:
        return "its words are gone"
    return "stands in it" if one.offered else f"stands in it {len(one.places)} times"
