"""The bundled report, set as other reports are set: the same words must come out."""

import json
import re
from pathlib import Path

import pytest

from recommendations import library
from recommendations.quotation import fold
from recommendations.reading import read_report

GOLD = Path(__file__).parents[2] / "gold" / "october-2024" / "quotes.json"
REPORT = Path(next(iter(library.__path__))) / "out-with-the-old-and-in-with-the-new-2024-10.md"
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NUMBERED = re.compile(r"^(?:- )?(\d{1,3})(?:\.| (?=“)) ", re.M)


def brackets(text: str) -> str:
    return SUPERSCRIPT.sub(lambda match: f"[{match.group().translate(PLAIN)}]", text)


def footnotes(text: str) -> str:
    body, heading, notes = text.partition("Endnote:")
    notes = NUMBERED.sub(r"[^\1]: ", notes.replace("\n- ", "\n    ").replace("\n    58 ", "\n58. "))
    body = SUPERSCRIPT.sub(lambda match: f"[^{match.group().translate(PLAIN)}]", body)
    return body + heading + notes


def windows(text: str) -> str:
    return "\ufeff" + text.replace("\n", "\r\n")


def signs(text: str) -> str:
    """Headings with # signs instead of capitals."""
    capitals = re.compile(r"^(?=.*[A-Z]{4})[A-Z][A-Z&,' ]+$", re.M)
    text = text[text.index("INTRODUCTION\n\n") :]
    text = re.sub(r"^(Policy Recommendations for .*|Endnote:)$", r"## \1", text, flags=re.M)
    return "# Out with the Old\n\nPeople's Goal\n\nOctober 2024\n\n" + capitals.sub(
        r"## \g<0>", text
    )


def straight(text: str) -> str:
    for curly, plain in ("“”", '"'), ("‘’", "'"):
        text = re.sub(f"[{curly}]", plain, text)
    return text


@pytest.mark.parametrize("otherwise", [brackets, footnotes, windows, signs])
def test_the_same_quotes_and_notes_come_out(otherwise):
    text = otherwise(REPORT.read_bytes().decode("utf-8"))
    report = read_report(text.encode("utf-8"))
    wanted = {
        fold(plain_of(otherwise, one["exact"])).strip(): one["first"]
        for one in json.loads(GOLD.read_text("utf-8"))
    }
    found = {fold(quote.words.said).strip() for quote in report.quotes}
    missed = [first for words, first in wanted.items() if words not in found]
    assert (missed, sorted(found - set(wanted))) == ([], [])
    assert len(report.notes) == 192
    assert len(report.references) == 190
    assert len(report.recommendations) == 4


def plain_of(otherwise, words: str) -> str:
    return otherwise(words) if otherwise in {brackets, footnotes} else words


def test_straight_marks_hide_few_quotes_and_invent_none():
    """Straight marks cannot show nesting: a quotation inside a quotation that begins
    the paragraph may be lost, but no words may come out that were not said."""
    report = read_report(straight(REPORT.read_bytes().decode("utf-8")).encode("utf-8"))
    gold = json.loads(GOLD.read_text("utf-8"))
    wanted = {fold(straight(one["exact"])).strip() for one in gold}
    found = {fold(quote.words.said).strip() for quote in report.quotes}
    print(f"straight marks: {len(found & wanted)} of {len(wanted)}")
    assert len(found & wanted) >= 66
    assert found - wanted == set()
