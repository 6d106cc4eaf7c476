"""`tracker suggest`: quotes for a measure, or measures for a quote; and what a person answers."""

from typing import Annotated, Any

import typer

from recommendations import grounding, suggesting
from recommendations.errors import Refused
from recommendations.models import Measure, Recommendation
from recommendations.records.writing import get
from recommendations.register.quote_record import read_readable
from recommendations.register.suggestions import (
    Suggestion,
    read_bearings,
    read_suggestions,
    recommendation_at,
)
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    role_of,
)

NOBODY = "Somebody with an account answers; make one first."
About = Annotated[
    str, typer.Argument(metavar="RECOMMENDATION", help="By its place, for instance R1.")
]
Ref = Annotated[str, typer.Argument(metavar="QUOTE", help="The quote, for instance Q12.")]


def suggest(
    asked: typer.Context,
    measure: Annotated[
        int, typer.Option(metavar="N", help="Quotes for this measure, by its number in `register`.")
    ] = 0,
    quote: Annotated[str, typer.Option(metavar="Q12", help="Measures for this quote.")] = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What may bear on a measure, by words in common; `ground` and `dismiss` answer it."""
    if asked.invoked_subcommand:
        return
    if bool(measure) == bool(quote):
        raise Refused("Say for what: --measure or --quote.")
    with acting(as_person) as who:
        found = _for_measure(who, measure) if measure else _for_quote(who, quote)
    if as_json:
        print_json([_told(one) for one in found])
        return
    for one in found:
        labels = "; ".join(of.label for of in one.measures)
        print(f"{one.quote.ref:>5}  R{one.measures[0].place}  {labels}: {', '.join(one.shared)}")


def ground(about: About, quote: Ref, as_person: AsPerson = "") -> None:
    """Yes: it shows why the recommendation was made. Only words of our own report do."""
    number = number_of(quote, "Q")
    with acting(as_person, writes=True) as who:
        told = _about(who, about)
        grounding.add_ground(who.session, who.somebody(NOBODY), told.key, number)
    print(f"Q{number} is a ground of R{told.place}; it waits for a second person: /review")


def dismiss(
    about: About,
    quote: Ref,
    again: Annotated[bool, typer.Option("--again", help="Take the no back.")] = False,
    as_person: AsPerson = "",
) -> None:
    """No: it does not bear on the recommendation, and is not suggested for it again."""
    number = number_of(quote, "Q")
    with acting(as_person, writes=True) as who:
        by, told = who.somebody(NOBODY), _about(who, about)
        if not again:
            grounding.dismiss_proposed(who.session, by, told.key, number)
        made = suggesting.dismiss(who.session, by, number, told.key, again=again)
    if made is None:
        print("Nothing changed.")
    elif again:
        print(f"Q{number} may be suggested for R{told.place} again.")
    else:
        print(f"Q{number} is not suggested for R{told.place} any more.")


def _about(who: Acting, ref: str) -> Recommendation:
    return recommendation_at(who.session, number_of(ref, "R"))


def _for_measure(who: Acting, measure: int) -> tuple[Suggestion, ...]:
    about = get(who.session, Measure, measure, "measure").recommendation
    return read_suggestions(
        who.session, who.service.words.current(who.session), about, role_of(who), measure
    )


def _for_quote(who: Acting, ref: str) -> tuple[Suggestion, ...]:
    view = read_readable(who.session, number_of(ref, "Q"), role_of(who))
    return read_bearings(who.session, who.service.words.current(who.session), view)


def _told(one: Suggestion) -> dict[str, Any]:
    return {
        "quote": one.quote.ref,
        "exact": one.quote.exact,
        "recommendation": f"R{one.measures[0].place}",
        "measures": [{"id": of.id, "label": of.label} for of in one.measures],
        "shared": list(one.shared),
        "marked": [run.text for run in one.runs if run.why],
        "score": round(one.score, 2),
    }
