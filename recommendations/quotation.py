"""Finding words again in a stored text, exactly.

Only quotation marks, dashes, white space, soft hyphens and ligatures are
forgiven, and what was forgiven is reported. Nothing here normalises by NFKC: it
would turn the note number in "CDM.¹²" into the figure 12.

Positions count code points; `end` is exclusive.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

CONTEXT = 32
WIDEST = 1024
"""Code points kept before and after the words: mostly CONTEXT. Where even WIDEST does not
tell the place from another, it is known by its position alone."""
MANY = 100
"""Words that stand this often are not told apart by what is around them: that would take
too long."""

_MARKS = dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‘’‚‛‹›`´ʼ", "'")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SOFT_HYPHEN = "\u00ad"
_WHITE = dict.fromkeys((chr(c) for c in range(0x3001) if chr(c).isspace()), " ")
_SAME = str.maketrans(_MARKS | _DASHES | _WHITE)
"""One letter for one letter; what becomes more or less is looked at singly."""
_SPACES = f" [ {_SOFT_HYPHEN}]* "
SHORT = 1000
"""Letters: what is longer is mostly the text of a source, and folded once for all that is
looked for in it."""
_SUPERSCRIPT_NUMBER = re.compile("[⁰¹²³⁴-⁹]+")


@dataclass(frozen=True)
class Anchor:
    """Where words stand in one stored text, as the W3C Web Annotation model has it."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Found:
    """A place where the words stand, and what had to be forgiven to see it."""

    start: int
    end: int
    forgiven: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Folded:
    """In stretches of letters that stand in the original one by one as well: where each
    begins here, and where there."""

    text: str
    here: tuple[int, ...]
    there: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        return self._place(start), self._place(end - 1) + 1

    def _place(self, at: int) -> int:
        stretch = bisect_right(self.here, at) - 1
        return self.there[stretch] + at - self.here[stretch]


def anchor(text: str, start: int, end: int) -> Anchor:
    """With as much before and after as it takes to tell the place from every other, up to
    WIDEST. Raises ValueError when the span is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words between {start} and {end}")
    around = CONTEXT
    made = _anchor(text, start, end, around)
    others = [
        place
        for place in islice(occurrences(text, made.exact), MANY)
        if not (start <= place.start and place.end <= end)
    ]
    if len(others) >= MANY - 1:
        return _anchor(text, start, end, WIDEST)
    while around < WIDEST:
        others = _agreeing(text, others, made)
        if not others:
            break
        around = min(2 * around, WIDEST)
        made = _anchor(text, start, end, around)
    return made


def anchor_of_many(text: str, start: int, end: int) -> Anchor:
    """The same for one of many thousand places whose words are known to differ: nothing is
    searched, which would take as long as the text for each of them."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words between {start} and {end}")
    return _anchor(text, start, end, 2 * CONTEXT)


def _anchor(text: str, start: int, end: int, around: int) -> Anchor:
    return Anchor(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - around) : start],
        suffix=text[end : end + around],
    )


class Span(NamedTuple):
    """Words of a stored text, by code points, and the token that is printed for them."""

    start: int
    end: int
    token: str


def withholding(words: str, spans: Iterable[Span], start: int = 0) -> str:
    """The words, which begin at `start` of their text, with each span replaced by its token,
    and nothing else changed. Of spans that run into each other the first says what it is."""
    kept, at, end = [], start, start + len(words)
    for span in sorted(spans):
        if span.end <= at or span.start >= end:
            continue
        if span.start >= at:
            kept += [words[at - start : span.start - start], span.token]
        elif not kept:
            kept.append(span.token)
        at = span.end
    return "".join([*kept, words[at - start :] if at < end else ""])


def fold(text: str) -> str:
    """The text with everything forgivable made the same."""
    return _folded(text).text


def still_there(text: str, quoted: Anchor) -> bool:
    """True only when the very words stand at the very place."""
    return text[quoted.start : quoted.end] == quoted.exact


def find(text: str, quoted: Anchor) -> Found | None:
    """Where the quoted words stand now, or None.

    Only where the same words stand before and after them: where the passage was cut out,
    the same words elsewhere are not it. Of several such places the stored one is taken,
    and none where that is not among them: a quote never drifts in silence.
    """
    if still_there(text, quoted) and _stands_as_stored(text, quoted):
        return Found(quoted.start, quoted.end)
    if WIDEST in (len(quoted.prefix), len(quoted.suffix)):
        return None
    places = candidates(text, quoted)
    stored = [place for place in places if (place.start, place.end) == (quoted.start, quoted.end)]
    return stored[0] if stored else places[0] if len(places) == 1 else None


def candidates(text: str, quoted: Anchor) -> list[Found]:
    """Every place where the words stand between the same words, whatever its position."""
    return _agreeing(text, occurrences(text, quoted.exact), quoted)


def _stands_as_stored(text: str, quoted: Anchor) -> bool:
    """The common case, without looking at the rest of the text."""
    return text.endswith(quoted.prefix, 0, quoted.start) and text.startswith(
        quoted.suffix, quoted.end
    )


def occurrences(text: str, words: str, any_case: bool = False) -> Iterator[Found]:
    """Every place where the words stand, in order, forgiving what may be forgiven. In
    `any_case` it is for finding one's way in a text, never for quoting."""
    wanted = _folded(words, any_case).text.strip()
    if not wanted:
        return
    folded = _folded(text, any_case)
    at = folded.text.find(wanted)
    while at >= 0:
        start, end = folded.origin(at, at + len(wanted))
        yield Found(start, end, _forgiven(text[start:end], words.strip()))
        at = folded.text.find(wanted, at + 1)


def places_of(text: str, many: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Every place where any of these words stands, as `occurrences` has them; the text is
    folded once for all."""
    there = _folded(text)
    for words in many:
        if not (wanted := fold(words).strip()):
            continue
        at = there.text.find(wanted)
        while at >= 0:
            yield there.origin(at, at + len(wanted))
            at = there.text.find(wanted, at + 1)


def without_note_numbers(words: str, notes: tuple[int, ...]) -> str:
    """The words as they are printed: a note number inside them points at a note
    that no reader of a pack may be led to."""
    numbers = {str(number) for number in notes}

    def drop(match: re.Match[str]) -> str:
        plain = match.group().translate(_PLAIN_DIGITS)
        return "" if plain in numbers else match.group()

    printed = _SUPERSCRIPT_NUMBER.sub(drop, words)
    for number in numbers:
        printed = printed.replace(f"[{number}]", "").replace(f"[^{number}]", "")
    return printed


_PLAIN_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _folded(text: str, any_case: bool = False) -> _Folded:
    return (_folded_once if len(text) > SHORT else _fold)(text, any_case)


def _fold(text: str, any_case: bool = False) -> _Folded:
    same = text.translate(_SAME)
    longer = {c: c.casefold() for c in set(same) if len(c.casefold()) > 1} if any_case else {}
    longer |= _LIGATURES
    parts: list[str] = []
    here, there = [0], [0]
    at = length = 0
    for match in re.finditer(f"{_SPACES}|[{_SOFT_HYPHEN}{''.join(longer)}]", same):
        start, found = match.start(), match.group()
        parts.append(same[at:start])
        length += start - at
        for letter in " " if found[0] == " " else longer.get(found, ""):
            here.append(length)
            there.append(start)
            parts.append(letter)
            length += 1
        at = match.end()
        here.append(length)
        there.append(at)
    whole = "".join([*parts, same[at:]])
    return _Folded(whole.casefold() if any_case else whole, tuple(here), tuple(there))


_folded_once = lru_cache(maxsize=16)(_fold)


def _agreeing(text: str, places: Iterable[Found], quoted: Anchor) -> list[Found]:
    """Those that stand between the same words. A side without words agrees with the edge of
    the text alone; where neither side is known, the words alone have to do."""
    before, after = fold(quoted.prefix), fold(quoted.suffix)
    if not before and not after:
        return list(places)
    agreeing = []
    for place in places:
        here, there = _beside(text, place, quoted.prefix, quoted.suffix)
        if (here.endswith(before) if before else not here) and (
            there.startswith(after) if after else not there
        ):
            agreeing.append(place)
    return agreeing


def stands_between(text: str, place: Found, prefix: str, suffix: str) -> bool:
    """Whether these words stand before and after; a side that is not known agrees."""
    here, there = _beside(text, place, prefix, suffix)
    return here.endswith(fold(prefix)) and there.startswith(fold(suffix))


def _beside(text: str, place: Found, prefix: str, suffix: str) -> tuple[str, str]:
    """Twice as much, since what is forgiven may be longer in one spelling than in another."""
    left, right = (2 * max(CONTEXT, len(side)) for side in (prefix, suffix))
    return (
        _fold(text[max(0, place.start - left) : place.start]).text,
        _fold(text[place.end : place.end + right]).text,
    )


def _forgiven(there: str, wanted: str) -> tuple[str, ...]:
    if there == wanted:
        return ()
    kinds = (
        ("quotation marks", set(_MARKS) | {'"', "'"}),
        ("dashes", set(_DASHES) | {"-"}),
        ("soft hyphens", {_SOFT_HYPHEN}),
        ("ligatures", set(_LIGATURES)),
    )
    told = [
        name
        for name, letters in kinds
        if [c for c in there if c in letters] != [c for c in wanted if c in letters]
    ]
    if re.findall(r"\s+", there) != re.findall(r"\s+", wanted):
        told.append("white space")
    return tuple(told)
