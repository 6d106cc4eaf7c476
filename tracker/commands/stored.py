"""Commands about a source that is stored: the list, one of them, and how far all of it goes."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from recommendations import conversing, transcribing, triage
from recommendations.arriving import offer
from recommendations.errors import Refused
from recommendations.register.decisions import read_decision
from recommendations.register.sources import SourceLine, SourcePage, read_source, read_sources
from recommendations.vocabulary import Spoken
from tracker.commands.burmese import Burmese, refuse_unchosen
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    day_of,
    number_of,
    print_json,
    read_bytes,
    role_of,
)

NOBODY = "Somebody with an account says how far words go; make one first."
Ref = Annotated[str, typer.Argument(metavar="SOURCE", help="The source, for instance S3.")]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """Every source, newest first; an earlier version stands with the one that replaced it."""
    with acting(as_person) as who:
        told = [_line(one) for one in read_sources(who.session)]
    if as_json:
        print_json(told)
        return
    for one in told:
        print(f"{one['ref']:>5}  {one['kind']}  {one['title']}  ({_counted(one['quotes'])})")


def _counted(quotes: int) -> str:
    return "1 quote" if quotes == 1 else f"{quotes} quotes"


def _line(one: SourceLine) -> dict[str, Any]:
    view = one.source
    return {
        "ref": view.ref,
        "kind": view.kind.value,
        "title": view.title,
        "publisher": view.publisher,
        "published_on": view.published_on and view.published_on.isoformat(),
        "url": view.url,
        "quotes": one.quotes,
        "earlier": [earlier.ref for earlier in one.earlier],
    }


def show(source: Ref, as_person: AsPerson = "", as_json: Json = False) -> None:
    """One source: what it is, how far it goes, and how many things in it are odd."""
    with acting(as_person) as who:
        read = read_source(who.session, number_of(source, "S"), None, role_of(who))
        told = _told(read, who.service.today())
    if as_json:
        print_json(told)
        return
    for name, value in told.items():
        if value not in (None, "", False):
            print(f"{name.replace('_', ' '):<18} {value}")


def _told(read: SourcePage, today: date) -> dict[str, Any]:
    view, until = read.source, read.embargoed_until
    return {
        "ref": view.ref,
        "kind": view.kind.value,
        "title": view.title,
        "publisher": view.publisher,
        "published_on": view.published_on and view.published_on.isoformat(),
        "url": view.url,
        "language": view.language,
        "letters": read.letters,
        "sha256": read.sha256,
        "extractor": read.extractor,
        "published_by_us": bool(read.decision and read.decision.in_force),
        "said_as": read.conversation and read.conversation.spoken.value,
        "embargoed_until": until.isoformat() if until and until >= today else None,
        "odd": len(read.discrepancies),
        "odd_unresolved": read.unresolved,
    }


def embargo(
    source: Ref,
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day, as 2027-01-31.")],
    as_person: AsPerson = "",
) -> None:
    """Keep all of a source inside through a day. It can be made longer, and never shorter."""
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        triage.embargo_source(who.session, by, today, number_of(source, "S"), day_of(until))
    print(f"All of S{number_of(source, 'S')} stays inside until {until} is over.")


def published(
    source: Ref,
    decided_by: Annotated[str, typer.Option(help="The body or the people, by office.")],
    decided_on: Annotated[str, typer.Option(metavar="DATE", help="About is good enough.")],
    why: Annotated[str, typer.Option(help="Where it is public, and what was weighed.")],
    as_person: AsPerson = "",
) -> None:
    """Propose the “already published” decision; a second person confirms it."""
    with acting(as_person, writes=True) as who:
        by, today, number = who.somebody(NOBODY), who.service.today(), number_of(source, "S")
        on = day_of(decided_on) or today
        triage.decide_published(who.session, by, today, number, decided_by, on, why)
    print("Proposed. Nothing leaves on that ground until a second person confirms it: /review")


def adopt(source: Ref, as_person: AsPerson = "") -> None:
    """Take over, as its author, the decision that was proposed when the source was imported."""
    with acting(as_person, writes=True) as who:
        by, number = who.somebody(NOBODY), number_of(source, "S")
        decided = read_decision(who.session, number)
        if decided is None or not decided.proposed:
            raise Refused(
                f"Nothing that was proposed at the import of S{number} waits for anybody."
            )
        triage.adopt_published(who.session, by, decided.id)
    print(
        f"Proposed, as decided by {decided.decided_by}, {decided.decided_on}: {decided.why}\n"
        "Nothing leaves on that ground until a second person confirms it: /review"
    )


def take_back(
    source: Ref,
    why: Annotated[str, typer.Option(help="For those who decide it anew.")],
    as_person: AsPerson = "",
) -> None:
    """Take back the “already published” decision, at once."""
    with acting(as_person, writes=True) as who:
        by, number = who.somebody(NOBODY), number_of(source, "S")
        triage.take_back_published(who.session, by, number, why)
    print(f"Taken back: nothing of S{number} leaves on that ground any more.")


def correct(
    source: Ref,
    file: Annotated[Path, typer.Argument(help="All of the note as it should read, UTF-8.")],
    burmese: Burmese = None,
    as_person: AsPerson = "",
) -> None:
    """Correct a typing mistake in a note of a meeting: a version that takes its place."""
    try:
        text = read_bytes(file).decode()
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not UTF-8; nothing was stored.") from None
    kept = refuse_unchosen(offer(text.strip()), burmese)
    with acting(as_person, writes=True) as who:
        by, number = who.somebody(NOBODY), number_of(source, "S")
        made = conversing.correct_note(who.session, by, number, text, kept).key
    print(f"S{made} takes the place of S{number}; carry its quotes over: /sources/{made}/changes")


def retype(source: Ref, as_person: AsPerson = "") -> None:
    """Correct what was typed from pictures: say where, beside them; another person checks it."""
    with acting(as_person, writes=True) as who:
        by, number = who.somebody(NOBODY), number_of(source, "S")
        made = transcribing.correct(who.session, by, number).key
    print(f"Correct it beside the pictures: /transcriptions/{made}")


def stricter(
    source: Ref,
    spoken: Annotated[Spoken, typer.Argument(help="The word under which it holds from now on.")],
    as_person: AsPerson = "",
) -> None:
    """Put the note of a meeting under a stricter word than it was noted under, at once."""
    with acting(as_person, writes=True) as who:
        by, number = who.somebody(NOBODY), number_of(source, "S")
        conversing.say_stricter(who.session, by, number, spoken)
    print(f"S{number} holds as said {spoken.value} from now on.")
