"""`tracker measure supersede`: a new split of what was reviewed."""

from typing import Annotated

import typer

from recommendations import splitting
from recommendations.vocabulary import MeasureKind
from tracker.commands.context import AsPerson, acting


def supersede(
    measure: Annotated[int, typer.Argument(help="By its id in `tracker register --json`.")],
    label: Annotated[str, typer.Option(help="Its short label.")],
    words: Annotated[str, typer.Option(help="Its words, as the recommendation has them.")],
    done_when: Annotated[str, typer.Option(help="The agreed test of done.")],
    kind: Annotated[MeasureKind, typer.Option(help="Once, or lasting.")] = MeasureKind.ONE_OFF,
    as_person: AsPerson = "",
) -> None:
    """Put another measure in the place of a reviewed one; a second person reviews it."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Somebody with an account splits a recommendation anew.")
        made = splitting.supersede_measure(
            who.session, by, measure, label=label, words=words, kind=kind, done_when=done_when
        ).key
    print(f"Once a second person has reviewed measure {made}, it takes the place of {measure}.")
