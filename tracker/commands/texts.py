"""Commands on the fixed texts of packs: listing them, finding them right, other wordings."""

from typing import Annotated

import typer

from exports.texts import check_texts, correct_text, read_texts, text_by_ref
from recommendations.errors import Refused
from tracker.commands.context import Acting, AsPerson, Json, acting, print_json

Language = Annotated[str, typer.Option(metavar="CODE", help="The language, by its code.")]
Ref = Annotated[str, typer.Argument(metavar="TEXT", help="As `tracker texts list` names it.")]


def list_(
    language: Language = "my",
    unchecked: Annotated[bool, typer.Option(help="Only those that nobody found right.")] = False,
    as_person: AsPerson = "",
    as_json: Json = False,
) -> None:
    """List the fixed texts of packs beside their translations, and who checked them."""
    with acting(as_person) as who:
        texts = [
            text
            for text in read_texts(who.session, language)
            if text.checked is None or not unchecked
        ]
    if as_json:
        print_json(
            [
                {
                    "text": text.ref,
                    "original": text.original,
                    "translation": text.translation or None,
                    "checked_by": text.checked and text.checked.by,
                    "checked_at": text.checked and text.checked.at.isoformat(),
                    "worded_by": text.corrected and text.corrected.by,
                }
                for text in texts
            ]
        )
        return
    for text in texts:
        state = f"checked by {text.checked.by}" if text.checked else "unchecked"
        print(f"{text.ref}  {state}\n    {text.original}\n    {text.translation or '-'}")
    waiting = sum(text.checked is None for text in texts)
    print(f"{len(texts)} texts, {waiting} unchecked")


def right(
    ref: Ref,
    language: Language = "my",
    take_back: Annotated[bool, typer.Option("--not", help="It is not right.")] = False,
    as_person: AsPerson = "",
) -> None:
    """Say that a translation is right, as somebody who reads the language."""
    with acting(as_person, writes=True) as who:
        text = text_by_ref(who.session, language, ref)
        check_texts(who.session, _person(who), language, [text.hash], right=not take_back)
    print(f"{ref}: {'unchecked' if take_back else 'found right'}")


def correct(
    ref: Ref,
    translation: Annotated[str, typer.Argument(help="The other wording.")],
    language: Language = "my",
    as_person: AsPerson = "",
) -> None:
    """Write another wording; somebody else finds it right."""
    with acting(as_person, writes=True) as who:
        was = text_by_ref(who.session, language, ref).translation
        correct_text(who.session, _person(who), language, ref, was, translation)
    print(f"{ref}: another wording, unchecked")


def _person(who: Acting) -> int:
    if who.by is None:
        raise Refused("Say who you are with --as: texts are checked by people.")
    return who.by
