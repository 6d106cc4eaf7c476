"""Writes docs/promises.md: python figures.py [FILE], where FILE holds the figures of a run.

A figure stands there only if a run measured it. What this run did not measure keeps the
figure and the day of the run that did, as long as its test is there.
"""

import json
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DOCUMENT = ROOT / "docs" / "promises.md"
PROMISES: dict[str, dict[str, str]] = tomllib.loads((HERE / "promises.toml").read_text())
NAMED = re.compile(r"""figure\(\s*"([^"]+)",""")
INTRODUCTION = """# What is promised, and the figures of the last run

Each promise is a test that prints its figure. `./test` runs the short forms every time,
`./test deep` the full ones; `./test promises` runs the promises alone, in full, and writes this
page from what they measured, if nothing failed (`./test promises -k crash` renews the rows of
that one). No figure here was typed by a person. The column “run” says which run measured it:
“every time”, which is the short form, or “deep”. “Not yet” stands where nothing was measured, with
the reason.
"""
HEAD = ("promise", "what is measured", "figure", "run", "day", "test")


@dataclass(frozen=True)
class Row:
    promise: str
    measured: str
    figure: str
    run: str
    day: str
    test: str
    """As a link to its file."""


def measured_in(run: Path) -> list[Row]:
    """The short form of a test that ran in full as well is left out."""
    told = [json.loads(line) for line in run.read_text().splitlines()]
    full = {function(one["test"]) for one in told if one["deep"]}
    rows = []
    for one in told:
        short = not one["deep"] and one["has_deep"]
        if not (short and function(one["test"]) in full):
            how = "deep" if one["deep"] else "every time"
            place = link(one["test"].split("::")[0].rsplit("/", 1)[-1])
            said = one["said"].replace("|", "\\|")
            rows.append(Row(one["promise"], sentence(one["test"]), said, how, one["day"], place))
    return rows


def function(test: str) -> str:
    return test.partition("[")[0]


def sentence(test: str) -> str:
    """tests/test_a.py::test_no_change_is_lost[sqlite] as "no change is lost (sqlite)"."""
    name, _, parameters = test.rsplit("::", 1)[-1].partition("[")
    words = name.removeprefix("test_").replace("_", " ")
    return f"{words} ({parameters.rstrip(']')})" if parameters else words


def link(file: str) -> str:
    return f"[{file}](../{HERE.relative_to(ROOT).as_posix()}/{file})"


def written() -> list[Row]:
    """The rows of the document as it is."""
    lines = DOCUMENT.read_text().splitlines() if DOCUMENT.exists() else []
    cells = [[c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [Row(*row) for row in cells if len(row) == len(HEAD) and row[0] in PROMISES]


def still_there(row: Row) -> bool:
    name = row.test[1:].partition("]")[0]
    file = HERE / name
    asked = "test_" + row.measured.partition(" (")[0].replace(" ", "_")
    return bool(row.day) and file.is_file() and f"def {asked}(" in file.read_text()


def together(new: Iterable[Row]) -> list[Row]:
    """By promise; a test that was measured again replaces all rows of itself."""
    fresh = list(new)
    again = {(row.test, row.measured.partition(" (")[0]) for row in fresh}
    kept = [
        row
        for row in written()
        if still_there(row) and (row.test, row.measured.partition(" (")[0]) not in again
    ]
    found = sorted([*kept, *fresh], key=lambda row: (row.test, row.measured))
    return [row for promise in PROMISES for row in rows_of(promise, found)]


def rows_of(promise: str, found: Iterable[Row]) -> list[Row]:
    """What was measured, and a row for what was not: tests that did not run, or no test."""
    mine = [row for row in found if row.promise == promise]
    files = [link(p.name) for p in sorted(HERE.glob("test_*.py")) if promise in named_in(p)]
    left = [file for file in files if file not in {row.test for row in mine}]
    if mine and not left:
        return mine
    why = "it has not been run" if files else PROMISES[promise].get("waits_for", "no test is here")
    wanted = PROMISES[promise]["wanted"]
    return [*mine, Row(promise, wanted, f"not yet: {why}", "", "", ", ".join(left))]


def named_in(file: Path) -> set[str]:
    """The promises for which a file says figures."""
    return set(NAMED.findall(file.read_text()))


def document(rows: Iterable[Row]) -> str:
    table = [HEAD, ("---",) * len(HEAD), *map(astuple, rows)]
    wanted = [f"- **{name}**: {said['wanted']}." for name, said in PROMISES.items()]
    lines = [f"| {' | '.join(cells)} |".replace("  ", " ") for cells in table]
    return "\n".join([INTRODUCTION, *lines, "", "## What was asked for", "", *wanted, ""])


if __name__ == "__main__":
    DOCUMENT.write_text(document(together(measured_in(Path(sys.argv[1])) if sys.argv[1:] else ())))
