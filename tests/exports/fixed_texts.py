"""The fixed texts of packs, collected from code, templates, words and profiles.

    python tests/exports/fixed_texts.py

brings the catalogues in `exports/catalogues` up to date: what is new waits there for its
translation, what is not said any more goes, and what was translated stays.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from exports.profiles import from_content, shipped
from exports.wording import CATALOGUES, ENGLISH
from recommendations.languages import language_name
from recommendations.vocabulary import Flag, PositionValue, Region, Rung, Status

ROOT = Path(__file__).parents[2]
WORDS: tuple[type[StrEnum], ...] = (Status, PositionValue, Flag, Rung, Region)
"""Words of the field that packs print."""
SAID_BY = {"say": (1,), "text": (1,), "count": (1, 2)}
NOTE = "Text:"
"""Begins a comment that is shown to whoever translates."""
OF_THE_MACHINE = re.compile(
    r'^"(Project-Id|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated|Report-).*\n', re.M
)
"""Lines of a catalogue's head that would change with every writing, or say nothing."""

Text = str | tuple[str, str]


def collected() -> Catalog:
    """Without translations, in the order in which they are found."""
    catalog = Catalog(project="pack", charset="utf-8")
    for where, said, notes in (*_in_templates(), *_in_code(), *_words(), *_in_profiles()):
        catalog.add(said, locations=[(where, 0)], auto_comments=notes)
    return catalog


def _in_templates() -> Iterator[tuple[str, Text, list[str]]]:
    for path in templates():
        yield from _said_in(path, babel_extract)


def _in_code() -> Iterator[tuple[str, Text, list[str]]]:
    for path in code():
        yield from _said_in(path, "python")


def code() -> list[Path]:
    """Every module that says fixed texts."""
    return [p for p in _files("exports", ".py") if "exports.wording" in p.read_text()] + [
        ROOT / "exports" / "wording.py"
    ]


def templates() -> list[Path]:
    return _files("templates/exports", ".html")


def _said_in(path: Path, method: object) -> Iterator[tuple[str, Text, list[str]]]:
    with path.open("rb") as file:
        for _, said, notes, _ in extract(method, file, SAID_BY, [NOTE], {"encoding": "utf-8"}):
            yield name(path), said, [note.removeprefix(NOTE).strip() for note in notes]


def _words() -> Iterator[tuple[str, Text, list[str]]]:
    for kind in WORDS:
        for word in kind:
            yield "recommendations/vocabulary.py", word.value, [kind.__name__]


def _in_profiles() -> Iterator[tuple[str, Text, list[str]]]:
    for code, content in shipped().items():
        profile = from_content(content)
        if profile.languages != (ENGLISH,):
            for said in profile.texts:
                yield f"exports/profiles/{code}.toml", said, []


def _files(folder: str, suffix: str) -> list[Path]:
    return sorted((ROOT / folder).glob(f"*{suffix}"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def catalogue_files() -> list[Path]:
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/pack.po"))


def brought_up_to_date(path: Path) -> bytes:
    language = path.parts[-3]
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(collected(), no_fuzzy_matching=True)
    catalog.header_comment = f"# The fixed texts of packs in {language_name(language)}."
    catalog.fuzzy = False
    written = BytesIO()
    write_po(written, catalog, width=100, ignore_obsolete=True, include_lineno=False)
    return OF_THE_MACHINE.sub("", written.getvalue().decode()).encode()


def main() -> None:
    for path in catalogue_files():
        path.write_bytes(brought_up_to_date(path))
        with path.open("rb") as file:
            waiting = [message for message in read_po(file) if message.id and not message.string]
        print(f"{name(path)}: {len(waiting)} without a translation")


if __name__ == "__main__":
    main()
