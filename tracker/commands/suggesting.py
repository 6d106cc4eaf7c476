"""The command that suggests: quotes for a measure, or measures for a quote."""

from typing import Annotated, Any

import typer

from recommendations.errors import Refused
from recommendations.models import Measure
from recommendations.records.writing import get
from recommendations.register.quote_record import read_readable
from recommendations.register.suggestions import Suggestion, read_bearings, read_suggestions
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    role_of,
)


def suggest(
    measure: Annotated[
        int, typer.Option(metavar="N", help="Quotes for this measure, by its number in `register`.")
    ] = 0,
    quote: Annotated[str, typer.Option(metavar="Q12", help="Measures for this quote.")] = "",
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """What may bear on a measure, by words in common; a person decides."""
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
