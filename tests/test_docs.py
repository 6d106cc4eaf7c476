"""The documents say what is there: every word, setting, command, address and module."""

import re
import struct
import tomllib
from enum import EnumType
from pathlib import Path
from typing import Any

import pytest
import typer
from litestar.handlers import HTTPRouteHandler
from typer.testing import CliRunner

from recommendations import models, vocabulary
from recommendations.meanings import MEANINGS, RECORDS
from recommendations.vocabulary import PositionValue, Status
from tracker.app import create_app
from tracker.commands.cli import app
from tracker.service import open_service
from tracker.settings import Settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = ROOT / "README.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "adr").glob("[0-9]*.md"))
PICTURES = sorted((DOCS / "pictures").glob("*"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
ROOMS = ("recommendations", "exports", "tracker")
PROMISES = ROOT / "tests" / "tracker" / "promises"


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def rows(document: Path, first: str) -> dict[str, list[str]]:
    """Rows of tables whose first cell matches; by what it matched, their other cells."""
    found = {}
    for line in document.read_text().splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)][1:-1]
        if cells and (match := re.fullmatch(first, cells[0])):
            found[match.group(1)] = cells[1:]
    return found


def test_every_word_of_the_vocabulary_has_a_meaning() -> None:
    words = {kind for kind in vars(vocabulary).values() if isinstance(kind, EnumType)}
    ours = {kind for kind in words if kind.__module__ == vocabulary.__name__}
    assert set(MEANINGS) == ours
    assert {kind: set(MEANINGS[kind]) for kind in ours} == {kind: set(kind) for kind in ours}


def test_every_record_has_a_meaning() -> None:
    assert set(RECORDS) == set(models.__all__) - {"Recorded"}


def test_the_vocabulary_is_printed_from_the_code() -> None:
    printed = CliRunner().invoke(app, ["vocabulary"]).stdout
    assert (DOCS / "vocabulary.md").read_text() == printed, (
        "print it again: tracker vocabulary > docs/vocabulary.md"
    )


def test_the_method_explains_every_status_and_no_other() -> None:
    assert list(rows(DOCS / "method.md", f"({'|'.join(Status)}|status)")) == ["status", *Status]


def test_the_method_names_every_position() -> None:
    said = " ".join((DOCS / "method.md").read_text().casefold().split())
    assert [value for value in PositionValue if value not in said] == []


def test_the_walkthrough_uses_the_words_of_the_pages() -> None:
    pages = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker" / "web").glob("*.py")]
    shown = " ".join(" ".join(re.sub(r"<[^>]*>", " ", p.read_text()).split()) for p in pages)
    text = " ".join((DOCS / "walkthrough.md").read_text().split())
    bold = re.findall(r"(- )?\*\*(.+?)\*\*", text)
    words = [said.strip(" .:") for begins_a_list_item, said in bold if not begins_a_list_item]
    assert len(words) > 20
    assert [said for said in words if said not in shown] == []


def test_every_setting_is_documented_with_its_default() -> None:
    documented = rows(README, r"`(TRACKER_\w+)`")
    real = {f"TRACKER_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert {name: cells[0] for name, cells in documented.items()} == {
        name: as_typed(field.default) for name, field in real.items()
    }


def as_typed(default: object) -> str:
    words = str(default).lower() if isinstance(default, bool) else str(default)
    return f"`{words}`" if words else "empty"


def commands() -> dict[str, Any]:
    """Every command by its whole name: "account add"."""
    found = {}
    waiting = [("", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        for word, part in getattr(command, "commands", {}).items():
            waiting.append((f"{name} {word}".strip(), part))
        if not hasattr(command, "commands") or (name and command.invoke_without_command):
            found[name] = command
    return found


def test_every_command_is_documented_with_its_options() -> None:
    documented = rows(README, r"`tracker ([^`]+)`")
    by_name = {
        " ".join(re.findall(r"^[a-z]+(?: [a-z-]*[a-z]\b)*|$", words)[0].split()): words
        for words in documented
    }
    assert set(by_name) == set(commands())
    missing = [
        f"{name} {parameter.opts[-1]}"
        for name, command in commands().items()
        for parameter in command.params
        if parameter.opts[-1].startswith("--") and parameter.opts[-1] not in by_name[name]
    ]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_the_tracker_commands_in_the_documents_exist(path: Path) -> None:
    code = r"(?:`|^)(?:\S*/bin/)?tracker ([a-z]+(?: [a-z]+(?:-[a-z]+)*)?)"
    named = re.findall(code, "\n".join(in_code(path)), re.M)
    unknown = [
        words for words in named if words not in commands() and words.split()[0] not in commands()
    ]
    assert unknown == []


def in_code(path: Path) -> list[str]:
    """Inline code and lines of code blocks, each from its first letter."""
    text = path.read_text()
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    return [*re.findall(r"`[^`\n]+`", text), *(line for b in blocks for line in b.splitlines())]


def test_every_module_is_on_the_map_and_none_that_is_gone() -> None:
    modules = {name_of(path) for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert set(rows(DOCS / "house.md", r"`(\w+/[\w/]+\.py)`")) == modules


def test_every_address_is_on_the_map_with_who_may_use_it(tmp_path: Path) -> None:
    service = open_service(Settings(home=tmp_path, database_url=""))
    real = {
        f"{method} {as_written(route.path)}": str(handler.opt["policy"])
        for route in create_app(service).routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler)
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    }
    service.close()
    documented = rows(DOCS / "house.md", r"`((?:GET|POST) [^`]+)`")
    assert {address: cells[0] for address, cells in documented.items()} == real


def as_written(path: str) -> str:
    """/sources/{id:int} as /sources/{id}."""
    return re.sub(r":\w+}", "}", path)


def test_every_promise_stands_on_its_page_and_none_that_is_gone() -> None:
    promised = tomllib.loads((PROMISES / "promises.toml").read_text())
    said = "|".join(map(re.escape, [*promised, "promise"]))
    assert list(rows(DOCS / "promises.md", f"({said})")) == ["promise", *promised]


@pytest.mark.parametrize("path", sorted(PROMISES.glob("test_*.py")), ids=name_of)
def test_every_test_of_a_promise_is_named_beside_it(path: Path) -> None:
    """A figure has the day of the run that wrote it and a test that is still there."""
    lines = (DOCS / "promises.md").read_text().splitlines()
    mine = [re.split(r" *(?<!\\)\| *", line)[1:-1] for line in lines if f"[{path.name}]" in line]
    asked = [cells[1].partition(" (")[0].replace(" ", "_") for cells in mine if cells[4]]
    assert mine, "write the page again: .venv/bin/python tests/tracker/promises/figures.py"
    assert [name for name in asked if f"def test_{name}(" not in path.read_text()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_the_files_that_a_document_names_exist(path: Path) -> None:
    """A word in capitals stands for a name that is still to be chosen."""
    tops = "|".join((*ROOMS, "templates", "tests", "docs"))
    named = re.findall(rf"`((?:{tops})/[\w/.-]*)`", path.read_text())
    gone = [n for n in named if not re.search("[A-Z]{4}", n) and not (ROOT / n).exists()]
    assert gone == []


def test_every_decision_is_in_the_index() -> None:
    index = (DOCS / "adr" / "README.md").read_text()
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\) \| (.+) \|", index)
    titles = [(path.name, path.read_text().splitlines()[0].split(" ", 2)[2]) for path in DECISIONS]
    assert listed == titles


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_has_its_context_and_its_consequences(path: Path) -> None:
    text = path.read_text()
    assert text.startswith(f"# {path.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences"]
    assert "Considered:" in text


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_lead_to_a_heading_that_is_there(path: Path) -> None:
    missing = []
    for _, _, target, anchor in LINK.findall(path.read_text()):
        there = path.parent / target if target else path
        if anchor and anchor not in headings(there):
            missing.append(f"{target}#{anchor}")
    assert missing == []


def headings(path: Path) -> set[str]:
    """As they are addressed on GitHub."""
    found = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-") for heading in found}


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [README]
    while waiting:
        path = waiting.pop().resolve()
        if path in reached:
            continue
        reached.add(path)
        links = [path.parent / target for _, _, target, _ in LINK.findall(path.read_text())]
        waiting += [link for link in links if link.suffix == ".md"]
    assert {path.resolve() for path in DOCUMENTS} <= reached


def test_pictures_are_shown_with_words_for_who_cannot_see_them() -> None:
    shown = {
        (path.parent / target).resolve(): words
        for path in DOCUMENTS
        for mark, words, target, _ in LINK.findall(path.read_text())
        if mark
    }
    assert set(shown) == {picture.resolve() for picture in PICTURES}
    assert [picture.name for picture, words in shown.items() if len(words) < 20] == []


def test_pictures_are_small_enough_for_a_slow_line() -> None:
    heads = {path.name: path.read_bytes()[:24] for path in PICTURES}
    assert [name for name, head in heads.items() if head[:8] != b"\x89PNG\r\n\x1a\n"] == []
    assert {struct.unpack(">I", head[16:20])[0] for head in heads.values()} == {1280}
    assert [path.name for path in PICTURES if path.stat().st_size >= 150_000] == []
