"""`tracker register import`: a table of recommendations from elsewhere."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from recommendations.errors import Refused, Unreadable
from recommendations.reading.columns import Column, column_of, suggested_columns
from recommendations.reading.converted_tables import offer_of
from recommendations.reading.described import Answer, Described
from recommendations.reading.fates import Row, taken
from recommendations.reading.table_parts import Asked, Delimiter, Tabled
from recommendations.reading.tables_apart import table_apart
from recommendations.registering import Stored, dry_run
from recommendations.vocabulary import PositionValue, SourceKind
from tracker.commands.burmese import Burmese, refuse_unchosen
from tracker.commands.changing import STAYS
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import (
    AsPerson,
    Json,
    acting,
    day_of,
    encoding_chosen,
    print_json,
    read_bytes,
)
from tracker.registers.storing import store

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
MAPS = ", ".join(column.value for column in Column)


Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map", help=f"What a column is, as text=4 or text=HEADING; one of {MAPS}. Repeat it."
    ),
]
Kind = Annotated[SourceKind, typer.Option(help="What the register is.")]
Answers = Annotated[
    str, typer.Option(help="What was answered to each block: 104=agreed,105=agreed+done.")
]
AnsweredBy = Annotated[str, typer.Option(help="Who answered, where the rows address several.")]
AskToOpen = Annotated[
    bool, typer.Option("--ask-to-open", help="Ask a second person to let its words leave.")
]


def import_register(
    file: Annotated[Path, typer.Argument(help="CSV, a workbook, or a Word document with a table.")],
    maps: Maps = None,
    kind: Kind = SourceKind.OFFICIAL_STATEMENT,
    title: Annotated[str, typer.Option(help="Its title.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it.")] = "",
    published: Annotated[str, typer.Option(help="On which day, as 2011-03-24.")] = "",
    url: Annotated[str, typer.Option(help="Its web address.")] = "",
    addressee: Annotated[str, typer.Option(help="Whom rows address that name nobody.")] = "",
    answers: Answers = "",
    answered_by: AnsweredBy = "",
    ask_to_open: AskToOpen = False,
    encoding: Annotated[str, typer.Option(help="Of a CSV file, by any of its names.")] = "",
    delimiter: Annotated[str, typer.Option(help="Of a CSV file: comma, semicolon, tab, bar.")] = "",
    table: Annotated[int, typer.Option(min=1, help="Which table or sheet.")] = 1,
    header: Annotated[int, typer.Option(help="The row with the headings; 0 where none.")] = -1,
    include: Annotated[str, typer.Option(help="Flagged rows to take all the same: 5,9-12.")] = "",
    leave: Annotated[str, typer.Option(help="Rows to leave out: 5,9-12.")] = "",
    burmese: Burmese = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what becomes of each row.")] = False,
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
    as_json: Json = False,
) -> None:
    """Import a register of recommendations: all of it or nothing."""
    began = time.monotonic()
    raw = read_bytes(file)
    tabled = table_apart(raw, Asked(encoding_chosen(encoding) or "", _mark(delimiter), table - 1))
    kept = refuse_unchosen(offer_of(tabled), burmese)
    head = header if header >= 0 else tabled.lines[0].number
    said = Described(
        header=head,
        columns=_columns(tabled, head, maps or [], dry_run),
        kind=kind,
        title=title or file.stem,
        publisher=publisher,
        url=url,
        published_on=day_of(published),
        addressee=addressee,
        answers=_answers(answers),
        answered_by=answered_by,
        ask_to_open=ask_to_open,
        include=numbers(include),
        leave=numbers(leave),
        burmese=kept,
    )
    if dry_run:
        _tell_fates(tabled, said, as_person, as_json)
        return
    asked = confirmed(as_person, password_file, code, writes=True)
    with asked as who, _bar(tabled.total) as progress:
        day = who.service.today()
        stored = store(who.session, who.by, day, raw, tabled, said, progress)
    _tell_stored(stored, time.monotonic() - began, as_json)
    if said.kind is SourceKind.REPORT and not as_json:
        print(STAYS)


def numbers(said: str) -> frozenset[int]:
    """Rows as they are written down: "5, 9-12". Raises Refused."""
    found: set[int] = set()
    for part in filter(None, (piece.strip() for piece in said.split(","))):
        first, _, last = part.partition("-")
        if not (first.strip().isdecimal() and (last or first).strip().isdecimal()):
            raise Refused(f"“{part}” is no row; write them as 5,9-12.")
        found |= set(range(int(first), min(int(last or first), int(first) + 200_000) + 1))
    return frozenset(found)


def _mark(delimiter: str) -> str:
    mark = DELIMITERS.get(delimiter, delimiter)
    if mark and mark not in set(Delimiter):
        raise Refused(f"“{delimiter}” is none of comma, semicolon, tab and bar.")
    return mark


def _columns(tabled: Tabled, head: int, maps: Iterable[str], trying: bool) -> dict[Column, int]:
    heads = next((line.cells for line in tabled.lines if line.number == head), ())
    told: dict[Column, int] = {}
    for said in maps:
        name, _, column = said.partition("=")
        if name not in set(Column):
            raise Refused(f"“{name}” is nothing a column can be: {MAPS}.")
        told[Column(name)] = column_of(heads, column)
    if not told and not trying:
        guess = " ".join(f"--map {c.value}={n}" for c, n in suggested_columns(heads).items())
        raise Refused(f"Say what the columns are; by their headings perhaps: {guess}")
    return told or suggested_columns(heads)


def _answers(said: str) -> dict[str, Answer]:
    found = {}
    for part in filter(None, (piece.strip() for piece in said.split(","))):
        key, _, words = part.partition("=")
        value, plus, done = words.partition("+")
        if value.strip() not in set(PositionValue) or (plus and done.strip() != "done"):
            known = ", ".join(v.value for v in PositionValue if v is not PositionValue.NONE_FOUND)
            raise Refused(
                f"“{part}” is no answer. Write the block and what was answered, as 104=agreed or "
                f"105=agreed+done; answers are {known}."
            )
        found[key.strip()] = Answer(PositionValue(value.strip()), bool(plus))
    return found


def _tell_fates(tabled: Tabled, said: Described, as_person: str, as_json: bool) -> None:
    if tabled.problems:
        raise Unreadable(" ".join(tabled.problems))
    with acting(as_person) as who:
        rows = dry_run(who.session, tabled, said)
    kept = {row.number for row in taken(rows, said.include, said.leave)}
    if as_json:
        print_json(_fates(tabled, said, rows, kept))
        return
    for row in rows:
        mark = "would be stored" if row.number in kept else "left out"
        print(f"row {row.number:>6}  {row.fate.value:<9}  {mark:<15}  {row.reason or _short(row)}")
    print(f"{len(kept)} of {len(rows)} rows would be stored. Nothing was stored.")


def _fates(
    tabled: Tabled, said: Described, rows: tuple[Row, ...], kept: set[int]
) -> dict[str, Any]:
    return {
        "read_as": {
            "kind": tabled.kind,
            "encoding": tabled.encoding or None,
            "delimiter": tabled.delimiter or None,
            "table": tabled.tables[tabled.table],
            "header": said.header,
        },
        "columns": {column.value: number for column, number in said.columns.items()},
        "fates": Counter(row.fate.value for row in rows),
        "would_be_stored": len(kept),
        "rows": [
            {
                "row": row.number,
                "fate": row.fate.value,
                "reason": row.reason or None,
                "would_be_stored": row.number in kept,
                "words": row.words,
            }
            for row in rows
        ],
    }


def _short(row: Row) -> str:
    line = " ".join(f"{row.no} {row.words}".split())
    return line if len(line) <= 70 else line[:69] + "…"


@contextmanager
def _bar(rows: int) -> Iterator[Callable[[int], None]]:
    """On the terminal of a person, and nowhere else."""
    with Progress(
        TextColumn("Storing rows"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task("rows", total=rows)
        yield lambda more: bar.update(task, advance=more)


def _tell_stored(stored: Stored, seconds: float, as_json: bool) -> None:
    if as_json:
        told = {"source": f"S{stored.source}", "recommendations": stored.recommendations}
        told |= {"first": f"R{stored.first}", "not_taken": stored.not_taken}
        print_json(told | {"positions": len(stored.answered), "seconds": round(seconds, 1)})
        return
    last = stored.first + stored.recommendations - 1
    print(
        f"{stored.recommendations} recommendations were imported as S{stored.source}: "
        f"R{stored.first} to R{last}, in {seconds:.1f} seconds. Rows not taken: "
        f"{stored.not_taken}. Positions, to be reviewed: {len(stored.answered)}."
    )
