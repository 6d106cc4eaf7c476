"""Logs that an operator can use and that give nobody away."""

import ast
import json
import logging
import os
import pty
import re
import sys
from pathlib import Path

import pyotp
import pytest

from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker import logs
from tracker.accounts import passwords, second_factor, ways_back
from tracker.accounts.models import Account
from tracker.commands import serving
from tracker.logs import Event

ROOT = Path(__file__).resolve().parents[2]
ADDRESS, PASSWORD = "sample.person@example.org", "four or five sample words"
TOLD = {
    "at", "audience", "by", "edition", "error", "factor", "method", "ms", "part", "person", "role",
    "route", "size", "status",
}  # fmt: skip
"""Fields of a line: words from lists of ours, numbers, and places in the code."""


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is logged does not depend on the database."""
    return request.param


@pytest.fixture
def lines(capfd):
    """lines() is what was logged since it was last asked."""
    capfd.readouterr()

    def read() -> list[dict]:
        logged = capfd.readouterr().err.splitlines()
        return [json.loads(line) for line in logged if line.startswith("{")]

    return read


@pytest.fixture
def ruth(service, people) -> int:
    with service.database.writing() as session:
        stored = passwords.hashed(PASSWORD)
        session.add(Account(person=people["RUTH"], email=ADDRESS, password_hash=stored))
    return people["RUTH"]


def events(told: list[dict]) -> list[str]:
    return [line["event"] for line in told if line["event"] != Event.ANSWERED]


def test_every_request_has_one_line_with_a_number(signed_in, lines) -> None:
    edith = signed_in("EDITH")
    edith.get("/quotes/1", follow=False)
    edith.get("/welcome/a-token-that-nobody-knows")
    edith.get("/nowhere/secret-token")
    told = [line for line in lines() if line["event"] == Event.ANSWERED]
    assert [(line["method"], line["route"], line["status"]) for line in told] == [
        ("GET", "/quotes/{quote}", 200),
        ("GET", "/welcome/{token}", 404),
        ("GET", "no route", 404),
    ]
    for line in told:
        assert re.fullmatch("[0-9a-f]{8}", line["request"])
        assert line["timestamp"].endswith("Z")
        assert line["ms"] >= 0
    assert len({line["request"] for line in told}) == len(told)


def test_signing_in_is_logged_by_person_and_never_by_address(
    service, signed_in, ruth, lines
) -> None:
    browsing = signed_in("")
    for email, password in ((ADDRESS, PASSWORD), (ADDRESS, "wrong words"), ("a@b.example", "no")):
        browsing.post("/sign-in", {"email": email, "password": password})
    browsing.post("/sign-in/code", {"code": "1"})
    told = lines()
    assert events(told) == [Event.SIGNED_IN, Event.SIGN_IN_REFUSED, Event.SIGN_IN_REFUSED]
    about = [line["person"] for line in told if line["event"] != Event.ANSWERED]
    assert about == [ruth, ruth, None]
    said = json.dumps(told)
    assert not [word for word in (ADDRESS, PASSWORD, "wrong words", "127.0.0.1") if word in said]


def test_what_matters_for_safety_is_logged_once_it_is_saved(
    service, people, signed_in, ruth, lines
) -> None:
    amara, strange, emil = signed_in("AMARA"), signed_in(""), people["EMIL"]
    lines()
    made = amara.post("/people/invitations", {"role": "board", "email": "new@example.org"})
    token = re.search('/welcome/([^"]+)', made.text)[1]
    strange.post(f"/welcome/{token}", {"code": "NEW", "password": PASSWORD})
    amara.post(f"/people/{emil}/role", {"role": "board"})
    amara.post(f"/people/{people['AMARA']}/role", {"role": "board"})
    amara.post(f"/people/{emil}/close")
    amara.post(f"/people/{emil}/reopen")
    signed_in("EDITH").post(f"/people/{emil}/close")
    strange.post("/sign-out")
    with service.database.writing() as session:
        second_factor.propose(session, ruth, PASSWORD)
        seed = second_factor.proposed(session, ruth)
        back = ways_back.make(session, ADDRESS)
    strange.get("/way-back/none-such")
    signed_in("RUTH").post("/account/codes/confirm", {"code": pyotp.TOTP(seed).now()})
    strange.post(f"/way-back/{back}", {"password": "other sample words that last"})
    amara.post("/keeping/backup")
    amara.post("/keeping/lock")
    told = lines()
    assert events(told) == [
        Event.INVITED, Event.ACCOUNT_MADE, Event.ROLE_GIVEN, Event.ACCOUNT_CLOSED,
        Event.ACCOUNT_OPENED, Event.NOT_ALLOWED, Event.SIGNED_OUT, Event.WAY_BACK_MADE,
        Event.LINK_REFUSED, Event.PHONE_SET_UP, Event.RECOVERY_CODES, Event.WAY_BACK_TAKEN,
        Event.BACKED_UP, Event.LOCKED,
    ]  # fmt: skip
    given = next(line for line in told if line["event"] == Event.ROLE_GIVEN)
    assert (given["by"], given["person"], given["role"]) == (people["AMARA"], emil, "board")
    said = json.dumps(told)
    secret = (token, back, seed, ADDRESS, "new@example.org", PASSWORD, "NEW", "none-such")
    assert [word for word in secret if word in said] == []


def test_what_was_undone_is_not_logged(service, people, lines) -> None:
    with service.database.trying() as session:
        logs.say_once_saved(session, Event.ROLE_GIVEN, person=people["EMIL"])
    assert lines() == []


def test_a_line_cannot_be_forged_and_a_library_says_no_more_than_where(lines) -> None:
    logs.configure()
    logs.say(Event.FAILED, error='x\n{"event": "signed in"}')
    try:
        raise ValueError("words of a source")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("could not read %s", "words of a source")
    told = lines()
    assert events(told) == [Event.FAILED, Event.LIBRARY]
    assert told[1]["error"] == "ValueError"
    assert "words of a source" not in json.dumps(told)


def said_in_the_code() -> list[tuple[str, ast.Call]]:
    return [
        (f"{path.name}:{call.lineno}", call)
        for path in (ROOT / "tracker").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"say", "say_once_saved"}
        and path.name != "logs.py"
    ]


def test_nothing_but_known_fields_is_ever_logged() -> None:
    calls = said_in_the_code()
    unknown = [f"{at} {k.arg}" for at, call in calls for k in call.keywords if k.arg not in TOLD]
    assert unknown == []
    assert len(calls) > 25


def test_nothing_else_in_the_service_writes_a_log() -> None:
    ways = re.compile(r"structlog\.get_logger|logging\.getLogger|^\s*print\(", re.M)
    wrote = {
        path.relative_to(ROOT).as_posix()
        for room in ("recommendations", "tracker")
        for path in (ROOT / room).rglob("*.py")
        if ways.search(path.read_text())
    }
    assert {name for name in wrote if not name.startswith("tracker/commands/")} == {
        "tracker/logs.py"
    }


def test_every_event_stands_in_the_manual() -> None:
    manual = (ROOT / "docs" / "security.md").read_text()
    documented = re.findall(r"^\| `([a-z ,-]+)` \|", manual, re.M)
    assert documented == [event.value for event in Event]


def test_on_a_terminal_only_what_failed_is_said(monkeypatch) -> None:
    """A newcomer reads the way to the first account there, not lines for machines."""
    near, far = pty.openpty()
    with open(far, "w") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        logs.configure()
        logs.say(Event.INVITED, role="administrator")
        logs.say(Event.FAILED, at="sample.py:1")
    logs.configure()
    said = os.read(near, 10_000).decode()
    os.close(near)
    assert "invitation" not in said
    assert '"event": "failed"' in said


def test_the_first_start_says_how_to_go_on_in_a_few_calm_lines(capsys) -> None:
    serving.welcome("http://127.0.0.1:8000", "/welcome/sample", locked=False)
    assert capsys.readouterr().out.splitlines() == [
        "The tracker is at http://127.0.0.1:8000", "",
        "Make the first account here, once:", "",
        "    http://127.0.0.1:8000/welcome/sample", "",
        "Ctrl-C ends it.",
    ]  # fmt: skip
