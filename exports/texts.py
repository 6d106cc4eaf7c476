"""The fixed texts of packs in another language, each with who found it right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlmodel import Session

from exports.profiles import from_content
from exports.wording import catalogue, languages, places
from recommendations import checking
from recommendations.errors import Changed, NotFound, Refused
from recommendations.register.audiences import read_profiles
from recommendations.register.texts import (
    Check,
    Correction,
    hash_of,
    read_checks,
    read_corrections,
)

PARTS = (
    ("templates/", "On the pages of a pack"),
    ("exports/profiles/", "Audiences"),
    ("exports/citations.py", "Quotes and sources"),
    ("exports/letters.py", "Letters that go with packs"),
    ("exports/wording.py", "Days, numbers and lists"),
    ("recommendations/", "Words of the field"),
    ("exports/", "Sentences of a pack"),
)
"""By where a text stands first."""


@dataclass(frozen=True)
class FixedText:
    """`translation` is what a pack says today: the newest correction, or the catalogue's;
    empty where there is neither, and then it says the original."""

    original: str
    translation: str
    part: str
    note: str = ""
    """For whoever translates."""
    corrections: tuple[Correction, ...] = ()
    checked: Check | None = None

    @property
    def ref(self) -> str:
        return sha256(self.original.encode()).hexdigest()[:10]

    @property
    def hash(self) -> str:
        return hash_of(self.original, self.translation)

    @property
    def corrected(self) -> Correction | None:
        return self.corrections[-1] if self.corrections else None


def read_texts(session: Session, language: str) -> tuple[FixedText, ...]:
    if language not in languages()[1:]:
        raise NotFound("Packs are not translated into that language.")
    corrections, checks = read_corrections(session, language), read_checks(session, language)
    told = []
    for original, translation, where, note in _originals(session, language):
        said = tuple(corrections.get(original, ()))
        now = said[-1].translation if said else translation
        checked = checks.get(hash_of(original, now)) if now else None
        told.append(FixedText(original, now, _part(where), note, said, checked))
    order = [part for _, part in PARTS]
    return tuple(sorted(told, key=lambda text: order.index(text.part)))


def unchecked(session: Session, language: str) -> tuple[FixedText, ...]:
    """What somebody who reads the language has to find right before an edition in it is
    issued."""
    return tuple(text for text in read_texts(session, language) if text.checked is None)


def check_texts(
    session: Session, by: int, language: str, hashes: list[str], right: bool = True
) -> int:
    """All or none of them, by the hashes that somebody had before them. Returns how many."""
    known = {text.hash: text for text in read_texts(session, language)}
    if any(hash not in known for hash in hashes):
        raise Changed("Some of these texts were changed meanwhile; they stand below as they are.")
    wanted = [known[hash] for hash in hashes if bool(known[hash].checked) is not right]
    for text in wanted:
        checking.find_right(session, by, language, text.original, text.translation, right)
    return len(wanted)


def correct_text(
    session: Session,
    by: int,
    language: str,
    ref: str,
    was: str,
    translation: str,
    choice: str = "",
) -> FixedText:
    text = text_by_ref(session, language, ref)
    needed = places(text.original)
    if translation.strip() and needed != places(translation):
        named = " ".join(f"{{{place}}}" for place in sorted(needed)) or "none"
        raise Refused(translation=f"Keep the places in braces as they are: {named}.")
    checking.put_right(session, by, language, text.original, was, translation, choice)
    return text_by_ref(session, language, ref)


def text_by_ref(session: Session, language: str, ref: str) -> FixedText:
    for text in read_texts(session, language):
        if text.ref == ref:
            return text
    raise NotFound(f"There is no text {ref}.")


def _originals(session: Session, language: str) -> Iterator[tuple[str, str, str, str]]:
    """Original, translation of the catalogue, where it stands, note. Of a text with a
    plural its singular names it."""
    known = set()
    for message in catalogue(language):
        if not message.id:
            continue
        original, translation = _one(message.id), _one(message.string)
        known.add(original)
        yield original, translation, message.locations[0][0], " ".join(message.auto_comments)
    for code, content in read_profiles(session).items():
        profile = from_content(content)
        for original in profile.texts if language in profile.languages else ():
            if original and original not in known:
                known.add(original)
                yield original, "", f"exports/profiles/{code}", ""


def _one(said: str | Sequence[str] | None) -> str:
    """Of what has a plural, the first form."""
    return said if isinstance(said, str) else said[0] if said else ""


def _part(where: str) -> str:
    return next(part for prefix, part in PARTS if where.startswith(prefix))
