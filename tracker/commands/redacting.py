"""Commands that withhold words of a quote and translate it: proposed here, approved by a second
person. While a redaction waits, the quote stays inside."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from recommendations import redacting
from recommendations.errors import Refused
from recommendations.register.quote_record import read_quote
from recommendations.register.variants import VariantView, read_variants
from recommendations.vocabulary import Flag, Withheld
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    number_of,
    print_json,
    read_bytes,
    role_of,
)
from tracker.commands.quotes import NOBODY, Ref


def redact(
    quote: Ref,
    withhold: Annotated[
        list[str],
        typer.Option(
            metavar="TOKEN=WORDS",
            help="Words as they stand in the quote, and as what they are withheld, for instance "
            "place=Sampletown. Repeat it.",
        ),
    ],
    cleared: Annotated[
        list[str] | None, typer.Option(help="A flag that is gone with them. Repeat it.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print what it would read like; save nothing.")
    ] = False,
    as_person: AsPerson = "",
) -> None:
    """Propose to withhold words of a quote, wherever they stand in it."""
    number, words = number_of(quote, "Q"), [_pair(said) for said in withhold]
    with acting(as_person, writes=not preview) as who:
        by = who.somebody(NOBODY)
        if preview:
            text = redacting.redacted(who.session, by, number, words).text
        else:
            gone = [_flag(said) for said in cleared or []]
            text = redacting.redact(who.session, by, number, words, gone).text
    print(text)
    if not preview:
        print(f"Proposed. Q{number} stays inside until a second person approves it: /review")


def translate(
    quote: Ref,
    language: Annotated[str, typer.Argument(help="Its code, for instance my or fr.")],
    file: Annotated[Path, typer.Argument(help="The translation as UTF-8 text; - reads it here.")],
    as_person: AsPerson = "",
) -> None:
    """Propose our translation of a quote, from the words as they may be printed."""
    number = number_of(quote, "Q")
    text = sys.stdin.read() if str(file) == "-" else _text(file)
    with acting(as_person, writes=True) as who:
        redacting.translate(who.session, who.somebody(NOBODY), number, language, text)
    print("Proposed. It is printed once a second person has approved it: /review")


def variants(quote: Ref, as_person: AsPerson = "", as_json: Json = False) -> None:
    """Redactions and translations of a quote, newest first."""
    with acting(as_person) as who:
        # What is sealed is not printed, whoever asks.
        record = read_quote(who.session, number_of(quote, "Q"), role_of(who))
        told = [_told(one) for one in read_variants(who.session, record.quote)]
    if as_json:
        print_json(told)
        return
    for one in told:
        kind = f"{one['kind']} ({one['language']})" if one["language"] else one["kind"]
        print(f"{kind}, {one['state']}  ({one['by']}, {one['at'][:10]})\n{one['text']}")
        if one["cleared"]:
            print(f"Flags that are then gone: {', '.join(one['cleared'])}.")


def _told(one: VariantView) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "language": one.language,
        "text": one.text or "[Words withheld.]",
        "cleared": [flag.value for flag in one.cleared],
        "state": _state(one),
        "by": one.signed.by,
        "at": one.signed.at.isoformat(),
    }


def _state(one: VariantView) -> str:
    if one.counts:
        return f"approved by {one.signed.reviewed_by}"
    if one.overtaken:
        return "replaced by a later one"
    return f"sent back: {one.signed.sent_back}" if one.signed.sent_back else "unreviewed"


def _pair(said: str) -> tuple[str, Withheld]:
    token, equals, words = said.partition("=")
    if not equals or token not in set(Withheld):
        raise Refused(f"Write TOKEN=WORDS; the tokens are {', '.join(Withheld)}.")
    return words, Withheld(token)


def _flag(said: str) -> Flag:
    if said not in set(Flag):
        raise Refused(f"“{said}” is no flag; `tracker triage flags` lists them.")
    return Flag(said)


def _text(file: Path) -> str:
    try:
        return read_bytes(file).decode()
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not UTF-8 text.") from None
