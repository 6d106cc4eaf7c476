"""Burmese in two encodings: told apart, converted, and cut into syllables."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.burmese import BURMESE, Encoding, encoding_of
from recommendations.syllables import ZERO_WIDTH_SPACE, breakable, syllables, tokens
from recommendations.zawgyi import to_unicode

GOLD = Path(__file__).parents[1] / "gold/burmese"
PAIRS = ("udhr", "mmgov")
LETTERS = re.compile("[\u1000-\u103f]")


def lines(name: str) -> list[str]:
    return (GOLD / f"{name}.txt").read_text(encoding="utf-8").split("\n")


def texts() -> Iterator[tuple[Encoding, str]]:
    for pair in PAIRS:
        for encoding, name in ((Encoding.UNICODE, "unicode"), (Encoding.ZAWGYI, "zawgyi")):
            for line in lines(f"{pair}_{name}"):
                if BURMESE.search(line):
                    yield encoding, line


def test_zawgyi_and_unicode_are_told_apart_line_by_line() -> None:
    told = Counter(
        "unsure" if (found := encoding_of(line)) is Encoding.UNSURE else found is encoding
        for encoding, line in texts()
    )
    print(f"{told.total()} lines: {told[True]} right, {told['unsure']} unsure, {told[False]} wrong")
    assert told[False] == 0
    assert told[True] >= 0.99 * told.total()


def fragments() -> Iterator[tuple[Encoding, int, str]]:
    """One to five words in a row, of every line."""
    for encoding, line in texts():
        words = [word for word in re.split(r"[\s၊။]+", line) if LETTERS.search(word)]
        for most in range(1, 6):
            for first in range(len(words) - most + 1):
                yield encoding, most, " ".join(words[first : first + most])


@pytest.mark.deep
def test_of_a_few_words_it_says_unsure_rather_than_guess() -> None:
    told: Counter[tuple[int, str]] = Counter()
    for encoding, words, text in fragments():
        found = encoding_of(text)
        alike = to_unicode(text) == unicodedata.normalize("NFC", text)
        right = found is (Encoding.UNICODE if alike else encoding)
        told[words, "unsure" if found is Encoding.UNSURE else "right" if right else "wrong"] += 1
    for words in range(1, 6):
        print(
            f"{words} words: {told[words, 'right']} right, {told[words, 'unsure']} unsure, "
            f"{told[words, 'wrong']} wrong"
        )
    assert sum(told[words, "wrong"] for words in range(1, 6)) == 0
    assert told[1, "unsure"] > 0


def test_of_lines_of_mixed_script_it_says_unsure_rather_than_guess() -> None:
    told: Counter[str] = Counter()
    for encoding, words, text in fragments():
        if words > 2:
            continue
        found = encoding_of(f"Statement no. 12 of the sample office, {text}, Naypyidaw (sample)")
        alike = to_unicode(text) == unicodedata.normalize("NFC", text)
        right = found is (Encoding.UNICODE if alike else encoding)
        told["unsure" if found is Encoding.UNSURE else "right" if right else "wrong"] += 1
    print(f"mixed: {told['right']} right, {told['unsure']} unsure, {told['wrong']} wrong")
    assert told["wrong"] == 0


@pytest.mark.parametrize("text", ["", "An English sentence.", "12 March 2025", "ไทย"])
def test_what_has_no_burmese_is_not_asked_about(text: str) -> None:
    assert encoding_of(text) is Encoding.NOT_BURMESE


def test_both_encodings_in_one_line_are_unsure() -> None:
    unicode_line = next(line for line in lines("udhr_unicode") if len(line) > 100)
    zawgyi_line = next(line for line in lines("udhr_zawgyi") if len(line) > 100)
    assert encoding_of(f"{unicode_line} {zawgyi_line}") is Encoding.UNSURE


def test_zawgyi_becomes_the_unicode_that_was_meant() -> None:
    """The zero that stands for the letter wa is taken for the letter, which the
    conversions of the news left as it was."""
    same = total = 0
    for pair in PAIRS:
        for typed, meant in zip(lines(f"{pair}_zawgyi"), lines(f"{pair}_unicode"), strict=True):
            if BURMESE.search(typed):
                total += 1
                expected = unicodedata.normalize("NFC", meant).replace("\u1040", "\u101d")
                same += to_unicode(typed).replace("\u1040", "\u101d") == expected
    print(f"{total} lines of Zawgyi: {same} become the Unicode of their pair")
    assert same >= 0.99 * total


@given(st.text())
def test_converting_keeps_whatever_is_no_burmese(text: str) -> None:
    kept = "".join(letter for letter in text if not BURMESE.search(letter))
    if kept == text:
        assert to_unicode(text) == unicodedata.normalize("NFC", text)


@given(st.text(alphabet=st.sampled_from([chr(n) for n in range(0x1000, 0x10A0)] + [" "])))
def test_any_letters_in_any_order_are_converted_without_failing(text: str) -> None:
    assert isinstance(to_unicode(text), str)
    assert encoding_of(text) in set(Encoding)


def test_a_line_is_cut_into_syllables_and_joins_again() -> None:
    assert syllables("မြန်မာနိုင်ငံ") == ["မြန်", "မာ", "နိုင်", "ငံ"]
    for encoding, line in texts():
        if encoding is Encoding.UNICODE:
            assert "".join(syllables(line)) == line
            assert breakable(line).replace(ZERO_WIDTH_SPACE, "") == line


def test_a_stacked_letter_stays_with_its_syllable() -> None:
    assert syllables("မေတ္တာ") == ["မေတ္တာ"]
    assert syllables("အင်္ဂလိပ်စာ") == ["အင်္ဂ", "လိပ်", "စာ"]


def test_a_search_takes_digits_of_either_script_for_the_same() -> None:
    assert tokens("၂၀၂၄ ခုနှစ်") == tokens("2024 ခုနှစ်")
    assert tokens("Article 12, CDM¹²") == ["article", "12", "cdm¹²"]


def test_a_search_does_not_see_the_zero_width_spaces_of_print() -> None:
    assert tokens(breakable("မြန်မာနိုင်ငံ")) == tokens("မြန်မာနိုင်ငံ")
