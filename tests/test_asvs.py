"""The list of the OWASP ASVS is whole, counted right, and says nothing that no test shows."""

import re
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LIST = TESTS.parent / "docs" / "asvs.md"
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23", "3.1": "3", "3.2": "113",
    "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222", "5.1": "2", "5.2": "112333",
    "5.3": "113", "5.4": "222", "6.1": "122", "6.2": "111111112222", "6.3": "11223333",
    "6.4": "112233", "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222", "7.1": "222",
    "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22", "8.1": "1233",
    "8.2": "1123", "8.3": "133", "8.4": "23", "9.1": "111", "9.2": "1222", "10.1": "22",
    "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22",
    "10.7": "222", "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23",
    "11.6": "23", "11.7": "33", "12.1": "12233", "12.2": "11", "12.3": "22223", "13.1": "2333",
    "13.2": "222223", "13.3": "2233", "13.4": "1222233", "14.1": "22", "14.2": "12223333",
    "14.3": "122", "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223", "17.1": "23",
    "17.2": "22223333", "17.3": "22",
}  # fmt: skip
"""Of the standard 5.0.0: the level of each point of a section, in order."""
BEYOND = {"1.2.10", "2.3.5", "14.2.6", "15.2.5"}
"""Of level 3, what this service cannot do without."""
STATES = ("met", "not met", "does not apply")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (\d) \| (.+?) \| (.+?) \| (.+) \|$", re.M)
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")

Rows = list[tuple[str, str, str, str, str]]


@pytest.fixture
def rows() -> Rows:
    return ROW.findall(LIST.read_text())


def standard() -> dict[str, int]:
    """Every point by its number, with its level."""
    return {
        f"{section}.{place}": int(level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
    }


def test_the_standard_is_known_whole() -> None:
    levels = Counter(standard().values())
    assert levels == {1: 70, 2: 183, 3: 92}


def test_every_point_of_both_levels_is_there_once_with_its_level(rows: Rows) -> None:
    wanted = {n: level for n, level in standard().items() if level < 3 or n in BEYOND}
    assert [row[0] for row in rows] == list(wanted)
    assert {number: int(level) for number, level, *_ in rows} == wanted


def test_every_point_says_whether_it_is_met_and_what_shows_it(rows: Rows) -> None:
    assert {state for _, _, _, state, _ in rows} == set(STATES)
    met = [row for row in rows if row[3] == "met"]
    assert [n for n, *_, why in met if not NAMED.search(why) and ".md" not in why] == []
    others = [row for row in rows if row[3] != "met"]
    assert [n for n, *_, why in others if len(why) < 4 or NAMED.search(why)] == []


def test_every_test_that_is_named_exists(rows: Rows) -> None:
    named = {pair for *_, why in rows for pair in NAMED.findall(why)}
    gone = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"\ndef {test}(" not in (TESTS / file).read_text()
    ]
    assert gone == []
    assert len(named) > 50


def test_the_counts_are_right(rows: Rows) -> None:
    text, counts = LIST.read_text(), Counter(row[3] for row in rows)
    total = f"In all {len(rows)}: {said(counts)}."
    print(f"OWASP ASVS 5.0, levels 1 and 2 and four points of level 3. {total}")
    assert f"**{total}**" in text
    for chapter, part in re.findall(r"^## (\d+) [^\n]+\n\n([^\n]+)", text, re.M):
        mine = [row[3] for row in rows if row[0].startswith(f"{chapter}.")]
        assert part == f"{len(mine)}: {said(Counter(mine))}."


def said(counts: Counter[str]) -> str:
    met, unmet, foreign = (counts[state] for state in STATES)
    return f"{met} met, {unmet} not met, {foreign} do not apply"
