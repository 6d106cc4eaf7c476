"""Anchors: what was selected is found again exactly there, and after any edit of the text
either exactly or not at all; never elsewhere in silence."""

from collections import Counter
from collections.abc import Callable
from itertools import cycle

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from recommendations.quotation import CONTEXT, anchor, find, fold

WORDS = (
    "the sample council", "said so", "aid", "no", "ab", "a", "A", "b", ".", ",", "; ", "12",
    "“No aid.”", "‘so’", "'so'", "– ", "-", "CDM.¹²", "²", "ﬁnal oﬃce", "in\u00adform",
    "\u00ad",
    "cafe\u0301", "e\u0301\u0323", "ကောင်းပါသည်။", "မြန်မာ", "ရဲ\u103a", "👩\u200d👧", "🇲🇲", "🙂",
    "\u200b", "\u2028", "日本",
)  # fmt: skip
GAPS = (" ", " ", " ", "\n", "\n\n", "  ", "\t", "")
FOREIGN = st.text("xyzXYZ9☂ \n", min_size=1, max_size=6).filter(str.strip)
FORGIVEN = " \n\t\u2028\u00ad"


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Words of several scripts, of which one passage may stand several times."""
    some = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
    passage = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    again = draw(st.lists(st.integers(0, len(some)), max_size=4))
    for place in sorted(again, reverse=True):
        some[place:place] = passage
    gaps = cycle(draw(st.permutations(GAPS)))
    return "".join(word + gap for word, gap in zip(some, gaps, strict=False))


class Edited:
    """A text of which every letter is followed through the edits by its first place; a
    letter that came in later has none."""

    def __init__(self, text: str) -> None:
        self.letters: list[tuple[str, int | None]] = [(c, n) for n, c in enumerate(text)]

    def edit(self, draw: st.DrawFn) -> None:
        how = draw(st.sampled_from(["insert", "delete", "replace", "swap"]))
        a = draw(st.integers(0, len(self.letters)))
        b, c, d = (a + n for n in sorted(draw(st.tuples(*[st.integers(0, 12)] * 3))))
        new = [(letter, None) for letter in draw(FOREIGN)]
        if how == "swap":
            self.letters[a:d] = self.letters[c:d] + self.letters[b:c] + self.letters[a:b]
        else:
            self.letters[a : a if how == "insert" else b] = [] if how == "delete" else new

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    def came_from(self, start: int, end: int) -> list[int | None]:
        """Of every letter that must be the same."""
        return [came for letter, came in self.letters[start:end] if letter not in FORGIVEN]


def selection(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


def check_unedited(text: str, draw: st.DrawFn, seen: Counter[str]) -> None:
    start, end = selection(draw, text)
    found = find(text, anchor(text, start, end))
    assert found is not None
    assert (found.start, found.end, found.forgiven) == (start, end, ())
    seen["found"] += 1


def check_edited(text: str, draw: st.DrawFn, seen: Counter[str]) -> None:
    start, end = selection(draw, text)
    if not text[start:end].strip(FORGIVEN):
        return  # White space is no words.
    quoted, edited = anchor(text, start, end), Edited(text)
    for _ in range(draw(st.integers(1, 2))):
        edited.edit(draw)
    found = find(edited.text, quoted)
    if found is None:
        seen["gone"] += 1
        return
    came = edited.came_from(found.start, found.end)
    own = [n for n in range(start, end) if text[n] not in FORGIVEN]
    # Some letters of a repeated passage may have taken the place of their like: words and
    # surroundings are then those that were stored. None of its own left: at its position.
    assert None not in came, (found, quoted)
    if not any(now == before for now, before in zip(came, own, strict=False)):
        around = slice(max(0, start - CONTEXT), end + CONTEXT)
        assert start <= found.start < found.end <= end, (found, quoted)
        assert fold(edited.text[around]).strip() == fold(text[around]).strip(), quoted
    seen["exact"] += 1


def run(examples: int, check: Callable[..., None]) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(texts().filter(bool), st.data())
    def tried(text: str, data: st.DataObject) -> None:
        check(text, data.draw)

    tried()


MANY = pytest.mark.parametrize(
    "examples", [150, pytest.param(10_000, marks=[pytest.mark.deep])], ids=["some", "many"]
)


@MANY
def test_what_was_selected_is_found_again_exactly_there(figure, examples: int) -> None:
    seen: Counter[str] = Counter()
    run(examples, lambda text, draw: check_unedited(text, draw, seen))
    assert seen["found"] >= examples
    figure("anchors", f"{seen['found']:,} selections: all found again at their place")


@MANY
def test_after_edits_a_quote_is_exact_or_gone_and_never_elsewhere(figure, examples: int) -> None:
    seen: Counter[str] = Counter()
    run(examples, lambda text, draw: check_edited(text, draw, seen))
    assert seen["exact"] > examples // 50
    assert seen["gone"] > examples // 50
    told = f"{sum(seen.values()):,} edited texts: {seen['exact']:,} exact, {seen['gone']:,} gone"
    figure("anchors", f"{told}, 0 elsewhere")
