"""Commands that mark words of a source as a quote, and record what is known of it."""

from typing import Annotated

import typer

from recommendations import describing, quoting
from recommendations.describing import Detail
from recommendations.errors import Refused
from recommendations.models import Source
from recommendations.records.details import read_details
from recommendations.records.writing import get
from recommendations.register.places import Place
from recommendations.register.selected import read_selected, read_standing
from recommendations.vocabulary import Fidelity, Precision
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    known_day,
    number_of,
    print_json,
    role_of,
)

NOBODY = "Quotes are marked by somebody; make the first account."
SHOWN = 60
Language = Annotated[str | None, typer.Option(help="Of the words, by code: my, en.")]
Office = Annotated[
    str | None, typer.Option(help="Of the public official who said it, as it is published there.")
]
Happened = Annotated[
    str | None, typer.Option(metavar="DATE", help="When it was: 2026, 2026-11 or 2026-11-22.")
]
Translates = Annotated[str | None, typer.Option(metavar="Q12", help="The quote it translates.")]


def add(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The source, for instance S3.")],
    words: Annotated[str, typer.Argument(help="The decisive words, as they stand in its text.")],
    start: Annotated[
        int | None, typer.Option(help="Where they begin, if they stand there more than once.")
    ] = None,
    fidelity: Annotated[
        Fidelity | None, typer.Option(help="How they are published; verbatim unless it is said.")
    ] = None,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """Mark words of a source as a quote. The same words in the same place are one quote."""
    number = number_of(source, "S")
    with acting(as_person, writes=True) as who:
        by, place = who.somebody(NOBODY), _place(who, number, words, start)
        usual = (
            Fidelity.INTERPRETED_AND_EDITED
            if get(who.session, Source, number, "source").kind.is_ours
            else Fidelity.VERBATIM_ORIGINAL
        )
        chosen = read_selected(who.session, number, place.start, place.end, role_of(who))
        row = quoting.quote_span(
            who.session, by, number, chosen.place.start, chosen.place.end, fidelity or usual
        )
        told = {
            "ref": f"Q{row.key}",
            "source": f"S{number}",
            "start": row.start,
            "end": row.end,
            "exact": row.exact,
            "already": chosen.already is not None,
        }
    if as_json:
        print_json(told)
    else:
        print(f"{told['ref']}{' was there already' if told['already'] else ''}: {told['exact']}")


def _place(who: Acting, source: int, words: str, start: int | None) -> Place:
    """Raises Refused with every place where it is not clear which is meant."""
    found = read_standing(who.session, source, words, role_of(who))
    meant = [one for one in found if start in {None, one.start}]
    if len(meant) == 1:
        return meant[0]
    lines = [f"  --start {one.start}: {_around(one)}" for one in found]
    raise Refused(
        "\n".join(["Say which place is meant, of those where these words stand:", *lines])
    )


def _around(place: Place) -> str:
    before, after = place.around(SHOWN)
    return " ".join(f"{before}[{place.words}]{after}".split())


def describe(
    quote: Annotated[str, typer.Argument(metavar="QUOTE", help="The quote, for instance Q12.")],
    language: Language = None,
    office: Office = None,
    happened: Happened = None,
    translates: Translates = None,
    as_person: AsPerson = "",
) -> None:
    """Record what is known of a quote: what is given changes, an empty value takes it away."""
    number = number_of(quote, "Q")
    if {language, office, happened, translates} == {None}:
        raise Refused("Say what is known of it: --language, --office, --happened, --translates.")
    with acting(as_person, writes=True) as who:
        by, told = who.somebody(NOBODY), _known(who, number)
        day, precision = told.event_on, told.precision
        if happened is not None:
            day, precision = known_day(happened) if happened else (None, Precision.DAY)
        original = told.original
        if translates is not None:
            original = number_of(translates, "Q") if translates else None
        now = Detail(
            told.language if language is None else language,
            told.official if office is None else office,
            day,
            precision,
            original,
        )
        made = describing.describe(who.session, by, who.service.today(), number, now)
    print(
        f"Recorded. It counts inside at once, and leaves with Q{number} once it is reviewed."
        if made
        else "Nothing changed."
    )


def _known(who: Acting, quote: int) -> Detail:
    there = read_details(who.session, [quote]).get(quote)
    if there is None:
        return Detail()
    row = there.latest
    return Detail(row.language, row.official, row.event_on, row.precision, row.original)
