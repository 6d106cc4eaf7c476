"""Fixed texts in another language: somebody who reads it finds them right, or writes others.

The product's own translations have no author, so one person is enough; what somebody wrote
here, somebody else finds right.
"""

import re
import unicodedata

from sqlmodel import Session

from recommendations.arriving import arrived
from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.models import CheckedText, TextCorrection
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import record
from recommendations.register.texts import hash_of, read_corrections

LONGEST = 4000


def find_right(
    session: Session, by: int, language: str, original: str, translation: str, right: bool = True
) -> CheckedText:
    """`right=False` takes it back, which whoever sees a mistake may do."""
    written = read_corrections(session, language).get(original, [])
    if right and written and (written[-1].translation, written[-1].author) == (translation, by):
        raise NotAllowed("You wrote this wording; somebody else who reads the language checks it.")
    row = CheckedText(language=language, text_hash=hash_of(original, translation), right=right)
    return record(session, row, by)


def put_right(
    session: Session,
    by: int,
    language: str,
    original: str,
    was: str,
    translation: str,
    choice: str = "",
) -> TextCorrection:
    """`was` is the translation that its author had before them; `choice` says what is kept
    where it may be Zawgyi. It is stored in NFC."""
    refuse_unless_recorder(session, by)
    written = read_corrections(session, language).get(original, [])
    if written and written[-1].translation != was:
        raise Changed("Somebody else wrote another wording meanwhile; it stands below.")
    said = unicodedata.normalize("NFC", arrived(translation, choice, "translation").text)
    said = re.sub(r"\s*\n\s*", " ", said)
    # What stands between the members of a list begins or ends with a space.
    said = said.strip() if original == original.strip() else said
    if not said.strip():
        raise Refused(translation="Write the wording.")
    if len(said) > LONGEST:
        raise Refused(translation=f"Write at most {LONGEST} letters.")
    if said == was:
        raise Refused(translation="This is the wording that stands there already.")
    return record(
        session, TextCorrection(language=language, original=original, translation=said), by
    )
