"""What no code here may do, or only in the places named: a new one has to be looked at."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEVER = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.loads", "md5",
    "pickle.load", "marshal.loads", "yaml.load", "hashlib.md5", "hashlib.sha1", "uuid.uuid4",
}  # fmt: skip
OUTSIDE = {"requests", "httpx", "urllib.request", "aiohttp", "smtplib", "http.client", "ftplib"}
XML = {"xml", "lxml", "defusedxml"}
ESCAPES = {"xml.sax.saxutils"}
"""Writes, and reads nothing."""
CONFINED = {"recommendations/reading/html.py", "recommendations/reading/word_tables.py"}
"""Read markup that people bring, in a child that opens nothing (import contracts: the
service loads neither)."""
WRITES = {"exports/atom.py": {"Element", "SubElement", "tostring"}}
"""XML that is made here: by these names, none of which reads any."""
PROGRAMS = {"recommendations/confined/child.py", "tracker/keeping/copying.py"}
"""Confined children, and pg_dump: lists of words of ours, never a shell."""


@pytest.fixture(scope="module")
def modules() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for room in ("recommendations", "exports", "tracker")
        for path in (ROOT / room).rglob("*.py")
    }


def called(tree: ast.Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def test_nothing_is_run_that_came_as_data(modules) -> None:
    found = {name: called(tree) & NEVER for name, tree in modules.items()}
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert len(modules) > 100


def test_programs_are_started_in_two_places_and_never_through_a_shell(modules) -> None:
    starting = {name for name, tree in modules.items() if "subprocess" in imported(tree)}
    assert starting == PROGRAMS
    shells = [
        name
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("subprocess.")
        and "shell" in {one.arg for one in node.keywords}
    ]
    assert shells == []


def test_nothing_calls_out_and_no_xml_is_read(modules) -> None:
    wrong = {
        name: found
        for name, tree in modules.items()
        if (
            found := {
                one
                for one in imported(tree) - ESCAPES
                if one in OUTSIDE or one.split(".")[0] in XML
            }
        )
    }
    assert wrong.keys() == CONFINED | WRITES.keys()
    assert set().union(*(wrong[name] for name in CONFINED)) == {"lxml", "lxml.html", "lxml.etree"}
    for name, names in WRITES.items():
        assert wrong[name] == {"xml.etree.ElementTree"}
        taken = [
            one.name
            for node in ast.walk(modules[name])
            if isinstance(node, ast.ImportFrom) and node.module == "xml.etree.ElementTree"
            for one in node.names
        ]
        assert set(taken) == names


def test_chance_comes_from_the_systems_generator(modules) -> None:
    assert [name for name, tree in modules.items() if "random" in imported(tree)] == []
    assert any("secrets" in imported(tree) for tree in modules.values())


def test_no_template_switches_escaping_off_and_the_script_writes_no_markup() -> None:
    told = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}
    loose = re.compile(r"\|\s*safe\b|autoescape false|\bon(click|load|error|paste)=|<style|style=")
    web = {path.name for path, text in told.items() if loose.search(text) and "web" in path.parts}
    assert web == set()
    script = (ROOT / "templates" / "web" / "assets" / "script.js").read_text()
    unsafe = ("insertAdjacentHTML", "document.write", "eval(", "Function(", "postMessage")
    assert [word for word in unsafe if word in script] == []


def test_password_fields_are_masked_and_open_to_password_managers() -> None:
    pages = ROOT / "templates" / "web"
    fields = [
        field
        for path in pages.glob("*.html")
        for field in re.findall(r"\{\{ field\([^}]*password[^}]*\}\}", path.read_text(), re.I)
        if '"password"' in field and '"identity"' not in field  # a key, which no browser keeps
    ]
    assert len(fields) >= 5
    for field in fields:
        assert re.search(r'"password", "(current|new)-password"', field), field
