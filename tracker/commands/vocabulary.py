"""`tracker vocabulary` prints docs/vocabulary.md from the code."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from recommendations import rules
from recommendations.meanings import MEANINGS, RECORDS, meaning
from recommendations.vocabulary import Status

OPENING = """\
# Vocabulary

The words of the field, as they stand in the database, in JSON and on the page. This file is
printed from the code: change `recommendations/vocabulary.py` and `recommendations/meanings.py`,
then `tracker vocabulary > docs/vocabulary.md`.

## Records

Each is a table of the same name in `recommendations/models`.
"""


def vocabulary() -> None:
    """Print the vocabulary as Markdown: every record and every word, with its meaning."""
    print("\n".join(_lines()))


def _lines() -> Iterator[str]:
    yield OPENING
    yield from _table(
        ("record", "what it is"), ((name, _sentence(said)) for name, said in RECORDS.items())
    )
    for words in MEANINGS:
        yield f"\n## {_spaced(words.__name__)}\n"
        if said := words.__dict__.get("__doc__"):
            yield f"{' '.join(said.split())}\n"
        yield from _statuses() if words is Status else _words(words)


def _words(words: type[StrEnum]) -> Iterator[str]:
    return _table(("word", "meaning"), ((word.value, _sentence(meaning(word))) for word in words))


def _statuses() -> Iterator[str]:
    """What each needs is asked of the rule itself."""
    needs = ((s.value, _sentence(meaning(s)), rules.missing(s, (), ())) for s in Status)
    return _table(("word", "meaning", "what the tracker says while it is missing"), needs)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for cells in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(cells)} |"


def _sentence(said: str) -> str:
    return f"{said[0].upper()}{said[1:].removesuffix('.')}."


def _spaced(name: str) -> str:
    """SourceKind as "Source kind"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
