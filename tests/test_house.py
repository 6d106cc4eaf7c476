"""The house itself: what lies where, that the locks hold, that the documents are true."""

import ast
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
SCRIPTS = ("run", "test", ".ci/run", ".ci/setup.sh", ".ci/system.sh")

AT_THE_TOP = {
    *(".ci", ".gitattributes", ".gitignore", "LICENSE", "pyproject.toml", "run", "test", *LOCKS),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs"),
    *("recommendations", "exports", "tracker", "templates", "tests"),
}
STANDARD_LIBRARY_ONLY = (
    "vocabulary",
    "errors",
    "quotation",
    "private",
    "rules",
    "gate",
    "ladder",
    "profiles",
)
TOO_LONG = 400
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
MACHINE_PATH = re.compile(r"(?<![\w.$}])/(?:work|root|home|Users)/\w")


def house_files() -> list[Path]:
    """Everything that is or will be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not ignored(path.relative_to(ROOT))]
    return sorted(path for path in paths if path.is_file())


def ignored(path: Path) -> bool:
    """For a copy without git: what .gitignore names, as far as it is a plain name."""
    names = {line.strip("/") for line in (ROOT / ".gitignore").read_text().split()}
    return bool({*path.parts} & {*names, ".git"})


FILES = house_files()
PYTHON = [path for path in FILES if path.suffix == ".py"]
TEST_FILES = [path for path in PYTHON if "tests" in path.parts and path.match("test_*.py")]
DOCUMENTS = [path for path in FILES if path.suffix == ".md" and "library" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def pinned(lock: str) -> dict[str, Requirement]:
    lines = (ROOT / lock).read_text().splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if line and not line.startswith(" ")]
    return {requirement.name: requirement for requirement in found}


def test_only_what_belongs_there_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in FILES} - AT_THE_TOP == set()


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [
        f"{name_of(path)}: {match.group()}"
        for path in FILES
        if "library" not in path.parts
        for match in MACHINE_PATH.finditer(text_of(path) or "")
    ]
    assert found == []


def test_code_and_pages_stay_short_enough_to_be_read() -> None:
    code = [path for path in FILES if path.suffix in {".py", ".js", ".css", ".html", ".sh"}]
    lengths = {
        name_of(path): len((text_of(path) or "").splitlines())
        for path in code
        if not {"tests", "versions"} & {*path.relative_to(ROOT).parts}
    }
    assert {name: length for name, length in lengths.items() if length > TOO_LONG} == {}


def test_files_are_named_after_their_subject() -> None:
    named = {path.stem for path in PYTHON} | {part for path in PYTHON for part in path.parts}
    assert named & SAYS_NOTHING == set()


@pytest.mark.parametrize("module", STANDARD_LIBRARY_ONLY)
def test_terms_and_rules_import_only_the_standard_library(module: str) -> None:
    path = ROOT / "recommendations" / f"{module}.py"
    allowed = {*sys.stdlib_module_names} | {
        f"recommendations.{name}" for name in STANDARD_LIBRARY_ONLY
    }
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imports_of(node)
        if name.split(".")[0] not in allowed
    }
    assert imported - allowed == set()


def imports_of(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module="recommendations", names=names):
            return [f"recommendations.{alias.name}" for alias in names]
        case ast.ImportFrom(module):
            return [str(module)]
    return []


@pytest.mark.parametrize("path", TEST_FILES, ids=name_of)
def test_every_test_can_fail(path: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    checking = {function.name for function in functions if checks(function, set())}
    silent = [
        function.name
        for function in functions
        if function.name.startswith("test_") and not checks(function, checking)
    ]
    empty = [
        f"line {node.lineno}"
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Assert) and holds_whatever_is_found(node.test)
    ]
    assert (silent, empty) == ([], [])


def holds_whatever_is_found(asserted: ast.expr) -> bool:
    """What a database answers with is true before anybody looks into it."""
    match asserted:
        case ast.Call(func=ast.Attribute(attr="exec" | "execute" | "scalars")):
            return True
    return False


def checks(function: ast.FunctionDef | ast.AsyncFunctionDef, checking: set[str]) -> bool:
    """Asserts itself, or calls what does: pytest.raises, playwright's expect, or a
    function of the same file that asserts."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    asserts = any(isinstance(node, ast.Assert) for node in ast.walk(function))
    return asserts or bool(called & ({"raises", "warns", "fail", "expect"} | checking))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    options = [
        line
        for line in (ROOT / lock).read_text().splitlines()
        if "://" in line or re.match(r"\s*-(?!-hash=sha256:[0-9a-f]{64}( \\)?$)", line)
    ]
    assert options == []


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_in_a_lock_has_one_version_and_a_hash(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    without_hash = [
        line
        for line, following in pairwise([*lines, ""])
        if not line.startswith(" ") and "--hash=" not in following
    ]
    loose = [name for name, pin in pinned(lock).items() if not str(pin.specifier).startswith("==")]
    assert (without_hash, loose) == ([], [])


def test_what_is_tested_is_what_is_served() -> None:
    served, tested = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {name: tested.get(name) for name in served} == served


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = {
        "requirements.txt": project["project"]["dependencies"] + groups["build"],
        "requirements-dev.txt": groups["dev"],
        "requirements-uv.txt": groups["uv"],
    }
    missing = [
        f"{lock}: {wanted}"
        for lock, requirements in asked.items()
        for wanted in map(Requirement, requirements)
        if not satisfied(wanted, pinned(lock))
    ]
    assert missing == [], "make them again with ./test lock"


def satisfied(wanted: Requirement, pins: dict[str, Requirement]) -> bool:
    pin = pins.get(wanted.name.lower().replace("_", "-"))
    return pin is not None and wanted.specifier.contains(str(pin.specifier).removeprefix("=="))


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_are_plain_shell(name: str) -> None:
    checked = subprocess.run(["sh", "-n", ROOT / name], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("name", ["run", "test", ".ci/run"])
def test_the_commands_can_be_started(name: str) -> None:
    path = ROOT / name
    assert path.stat().st_mode & 0o111
    assert path.read_text().startswith("#!/bin/sh\n")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_the_commands_in_the_documents_exist(path: Path) -> None:
    unknown = [
        f"{script} {word}"
        for script, word in re.findall(r"\./(run|test)\b[ ]?([a-z]+)?", path.read_text())
        if word and word in shell_words(path) and not offers(script, word)
    ]
    assert unknown == []


def shell_words(path: Path) -> set[str]:
    """Words that follow a command in code, not in running text."""
    code = re.findall(r"`([^`\n]+)`|^ {0,4}(\./[^\n]+)", path.read_text(), re.MULTILINE)
    return {word for found in code for line in found for word in line.split("#")[0].split()}


def offers(script: str, word: str) -> bool:
    return bool(
        re.search(rf"^\s*(?:\S+ \| )*{word}\b[^)\n]*\)", (ROOT / script).read_text(), re.MULTILINE)
    )


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", path.read_text())
    assert [target for target in targets if not (path.parent / target).exists()] == []
