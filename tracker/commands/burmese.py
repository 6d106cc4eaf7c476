"""What of a text may be Zawgyi, at a terminal: both readings are printed, and a person says
which is kept."""

from typing import Annotated

import typer

from recommendations.arriving import Keep, Offer
from recommendations.errors import Refused

SHOWN = 12
Burmese = Annotated[
    Keep | None, typer.Option(help="What is kept where the text may be Zawgyi, once you compared.")
]


def refuse_unchosen(offered: Offer | None, choice: Keep | None) -> str:
    """Gives the choice; raises Refused with both readings where there has to be one."""
    if offered is None or choice is not None:
        return choice or ""
    looks = "looks like Zawgyi" if offered.sure else "may be Zawgyi; it is not sure"
    lines = [f"This {looks}. Compare the lines as they came and as they would be in Unicode:"]
    for line in offered.lines[:SHOWN]:
        lines += [f"  {line.number}  {line.as_brought}", f"  {line.number}  {line.unicode}"]
    lines.append('Then say --burmese converted, or --burmese "as it is". Nothing was stored.')
    raise Refused("\n".join(lines))
