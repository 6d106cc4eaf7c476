"""Burmese syllables. Burmese is written without spaces between words, so that a line
may break, and a search may begin, between syllables.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

ZERO_WIDTH_SPACE = "\u200b"
_LETTER = "\u1000-\u102a\u103f\u104e\u1050-\u1055\u1075-\u1081\uaa60-\uaa6f\uaa71-\uaa76\uaa7a"
# Not before a stacked letter, nor before one that closes the syllable.
_BEGINS = f"(?<!\u1039)[{_LETTER}](?!\u1039|\u103a|\u1037\u103a)"
_BETWEEN = re.compile(f"(?<=[\u1000-\u109f\uaa60-\uaa7f])(?={_BEGINS})")
_RUN = re.compile("[\u1000-\u1049\u1050-\u109f\uaa60-\uaa7f]+|[^\\W\u1000-\u109f\uaa60-\uaa7f]+")
_DIGITS = {ord("\u1040") + n: str(n) for n in range(10)}
BURMESE = re.compile("[\u1000-\u109f\uaa60-\uaa7f]")


def syllables(run: str) -> list[str]:
    """Of Burmese without spaces. Joined again they are the same text."""
    return _BETWEEN.split(run)


def breakable(text: str) -> str:
    """With a zero-width space wherever a line may break between syllables; for print
    only, never for what is stored or compared."""
    return _BETWEEN.sub(ZERO_WIDTH_SPACE, text)


def tokens(text: str) -> list[str]:
    """What a search compares: words without case, Burmese syllable by syllable, digits
    of either script the same. In NFC, so that signs typed in another order agree; never
    NFKC, which would make a note number a figure."""
    return [token for run in _runs(unicodedata.normalize("NFC", text)) for token in run]


def placed(text: str) -> list[tuple[str, int, int]]:
    """The tokens, each with the place of its letters in the text as it was given."""
    if text.isascii():
        return [(run.group().casefold(), *run.span()) for run in _RUN.finditer(text)]
    made, place = _compared(text)
    found = []
    for run in _RUN.finditer(made.translate(_DIGITS)):
        at, said = run.start(), run.group()
        burmese = BURMESE.search(said)
        for part in syllables(said) if burmese else [said]:
            end = at + len(part)
            told = part if burmese else part.casefold()
            found.append((told, place(at)[0], place(end - 1)[1]))
            at = end
    return found


Place = Callable[[int], tuple[int, int]]


def _compared(text: str) -> tuple[str, Place]:
    """The text as it is compared, and where each of its letters stands in the one given."""
    if ZERO_WIDTH_SPACE not in text and unicodedata.is_normalized("NFC", text):
        return text, lambda at: _cluster(text, at)
    letters, places = [], list[tuple[int, int]]()
    for start, end in _clusters(text):
        made = unicodedata.normalize("NFC", text[start:end]).replace(ZERO_WIDTH_SPACE, "")
        letters.append(made)
        places += [(start, end)] * len(made)
    return "".join(letters), places.__getitem__


def _cluster(text: str, at: int) -> tuple[int, int]:
    """The letter there with the signs upon it."""
    start, end = at, at + 1
    while start and unicodedata.combining(text[start]):
        start -= 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A letter with the signs upon it, which NFC may put in another order or together."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            yield start, at
            start = at


def _runs(text: str) -> Iterator[list[str]]:
    for found in _RUN.finditer(text.replace(ZERO_WIDTH_SPACE, "").translate(_DIGITS)):
        run = found.group()
        yield syllables(run) if BURMESE.search(run) else [run.casefold()]
