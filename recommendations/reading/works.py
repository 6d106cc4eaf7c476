"""The works that a note cites, as far as their parts can be told apart."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from recommendations.reading.dates import WrittenDate, find_dates
from recommendations.reading.notes import FoundNote
from recommendations.reading.parts import ReadWork

ADDRESS = re.compile(r"https?://[^\s<>“”\"]+")
# An address whose host has no dot was cut by a space: its rest is the next word.
_CUT_ADDRESS = re.compile(r"https?://[^\s/.<>]+ (?=[^\s<>]*\.)[^\s<>]+/[^\s<>]*")
_TITLES = (
    re.compile(r"“(?P<title>[^“]{0,400}?)[,.?!]”"),
    re.compile(r'(?<![^\s(\[])"(?=\S)(?P<title>[^"“]{0,400}?)[,.?!]["”]'),
    re.compile(r'(?<![^\s(\[])["“](?=\S)(?P<title>.{1,400}?)[,.?!]["”](?=[\s,]|$)'),
    re.compile(r'["“](?P<title>[^"“”]{1,400})["”]'),
)
EMPTY_TITLE = re.compile(r'“[\s,.;]*”|(?<![^\s(\[])"[\s,.;]*"(?=[\s,.]|$)')
_AFTER_WORK = re.compile(r"[\d)/]$|https?://\S+$")
_SIGNALS = re.compile(r"^(?:see also|see|also|cf\.?|e\.g\.,?)\s*,?\s+", re.I)


def read_works(note: FoundNote, publisher: str) -> tuple[ReadWork, ...]:
    return tuple(_work(note, start, end, publisher) for start, end in _pieces(note.text))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Split at semicolons outside quotation marks, or right behind an address, a
    date or a bracket; and at "See also"."""
    start = depth = 0
    for place, letter in enumerate(text):
        depth = _depth(depth, letter, text[place - 1 : place])
        if letter == ";" and text[place + 1 : place + 2] in {"", " "}:
            if depth <= 0 or _AFTER_WORK.search(text[start:place]):
                yield from _trimmed(text, start, place)
                start, depth = place + 1, 0
        elif letter == "." and re.match(r" (?:See also|See) ", text[place + 1 : place + 10]):
            yield from _trimmed(text, start, place)
            start, depth = place + 1, 0
    yield from _trimmed(text, start, len(text))


def _depth(depth: int, letter: str, before: str) -> int:
    if letter == "“":
        return depth + 1
    if letter == "”":
        return max(0, depth - 1)
    if letter == '"':
        opens = depth == 0 and (not before or before in " ([")
        return depth + 1 if opens else max(0, depth - 1)
    return depth


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    lead = len(piece) - len(piece.lstrip())
    if piece.strip(" .;,"):
        yield start + lead, start + len(piece.rstrip())


def _work(note: FoundNote, start: int, end: int, publisher: str) -> ReadWork:
    said = note.text[start:end]
    url = address(said)
    before, title, after = _parts(said, url)
    dated = _date(after) or _date(said.replace(url, " "))
    author = _SIGNALS.sub("", before).strip(" ,.;:(")
    return ReadWork(
        start=note.places[start],
        end=note.places[end - 1] + 1,
        author=author,
        title=title,
        publisher=_publisher(after, dated),
        dated=dated.written if dated else "",
        on=dated.on if dated else None,
        url=url,
        is_panel=not url and bool(title) and same_name(author, publisher),
    )


def address(said: str) -> str:
    match = _CUT_ADDRESS.search(said) or ADDRESS.search(said)
    return match.group().rstrip(".,;:)>") if match else ""


def _parts(said: str, url: str) -> tuple[str, str, str]:
    """What stands before the title, the title, and what stands behind it."""
    words = said.replace(url, " " * len(url)) if url else said
    if match := EMPTY_TITLE.search(words):
        return words[: match.start()], "", words[match.end() :]
    for pattern in _TITLES:
        if match := pattern.search(words):
            title = words[match.start() + 1 : match.end() - 1].rstrip(" ,.")
            return words[: match.start()], " ".join(title.split()), words[match.end() :]
    return words.split(",")[0], "", words


def _date(said: str) -> WrittenDate | None:
    found = find_dates(ADDRESS.sub(lambda match: " " * len(match.group()), said))
    fullest = [one for one in found if len(one.written) > 4]
    either = fullest or found
    return either[-1] if either else None


def _publisher(after: str, dated: WrittenDate | None) -> str:
    words = after[: after.find(dated.written)] if dated and dated.written in after else after
    return " ".join(words.replace("(", " ").replace(")", " ").split()).strip(" ,.;:")


def same_name(one: str, other: str) -> bool:
    """ "People Goal" is still "People's Goal"."""
    first, second = (re.sub(r"\W+", " ", name).casefold() for name in (one, other))
    if not first.strip() or not second.strip():
        return False
    return first == second or SequenceMatcher(None, first, second).ratio() >= 0.85
