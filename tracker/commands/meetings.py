"""The command that adds our note of a meeting with an office."""

from pathlib import Path
from typing import Annotated

import typer

from recommendations.arriving import offer
from recommendations.conversing import Meeting, add_meeting_note
from recommendations.errors import Unreadable
from recommendations.register.addressees import read_addressee
from recommendations.vocabulary import Spoken
from tracker.commands.burmese import Burmese, refuse_unchosen
from tracker.commands.context import AsPerson, acting, day_of, read_bytes

NOBODY = "A note is added by somebody; make the first account."


def add_note(
    file: Annotated[Path, typer.Argument(help="What was said, as text in UTF-8.")],
    addressee: Annotated[str, typer.Option(help="Whose office it was, by its code.")],
    office: Annotated[str, typer.Option(help="As it could be printed; never a person's name.")],
    on: Annotated[str, typer.Option(metavar="DATE", help="The day of the meeting.")],
    spoken: Annotated[Spoken, typer.Option(help="Under which word they spoke.")],
    burmese: Burmese = None,
    as_person: AsPerson = "",
) -> None:
    """Add our note of a meeting. It proves no position, and stays inside as it was said."""
    try:
        text = read_bytes(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(f"{file.name} is not text in UTF-8.") from None
    kept = refuse_unchosen(offer(text), burmese)
    with acting(as_person, writes=True) as who:
        by, whom = who.somebody(NOBODY), read_addressee(who.session, addressee)
        meeting = Meeting(whom.id, day_of(on), office, spoken, text, kept)
        made = add_meeting_note(who.session, by, who.service.today(), meeting).key
    print(f"S{made}: our note of the meeting, said {spoken.value}.")
