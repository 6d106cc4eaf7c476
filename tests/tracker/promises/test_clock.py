"""A clock that jumps to 1970, to 2038 and back while the tracker runs: no session lasts for
ever, nobody is locked out, nothing leaves, nothing fails, and the pages say what is odd."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import select

from recommendations import triage
from recommendations.models import Embargo, Withdrawal, base
from recommendations.records import chain
from recommendations.vocabulary import Role
from tracker import settings as settings_module
from tracker.accounts import (
    confirming,
    devices,
    invitations,
    second_factor,
    sessions,
    tries,
    ways_back,
)
from tracker.accounts.models import Account, SecondFactor
from tracker.service import Service

ROOT = Path(__file__).parents[3]
NOW = datetime.now(UTC)
MOMENTS = {
    "1970": datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC),
    "2038": datetime(2038, 1, 19, 3, 14, 9, tzinfo=UTC),
}
PAGES = ("/", "/changes", "/sources", "/review", "/people", "/account", "/quotes/1", "/keeping")
ODD = "The clock of this machine says"
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@pytest.fixture
def set_clock(monkeypatch) -> Callable[[datetime | None], None]:
    """Every time that the tracker takes comes from two places; None is the right one."""

    def to(moment: datetime | None) -> None:
        off = timedelta() if moment is None else moment - datetime.now(UTC)

        class Shifted(datetime):
            @classmethod
            def now(cls, tz=None):
                return datetime.now(tz) + off

        monkeypatch.setattr(base, "datetime", Shifted)
        monkeypatch.setattr(settings_module, "datetime", Shifted)

    return to


@pytest.mark.parametrize("year", MOMENTS)
def test_every_page_answers_and_says_that_the_clock_is_odd(
    figure, service: Service, signed_in, set_clock, year: str
) -> None:
    before = signed_in("AMARA")
    assert ODD not in before.get("/").text
    set_clock(MOMENTS[year])
    assert before.get("/", follow=False).status_code == 303
    amara, failures = signed_in("AMARA"), []
    for path in PAGES:
        answer = amara.get(path)
        if answer.status_code != 200 or ODD not in answer.text:
            failures.append(f"{path} {answer.status_code}")
    leaves = [amara.get(p) for p in ("/packs/eu", "/packs/eu/leave-behind.pdf")]
    assert [answer.status_code for answer in leaves] == [422, 422]
    assert all("nothing leaves" in answer.text for answer in leaves)
    saved = amara.post("/quotes/1/withdraw", {"why": "Sample: under a wrong clock."})
    assert saved.status_code == 303
    set_clock(None)
    assert amara.get("/", follow=False).status_code == 303
    with service.database.reading() as session:
        assert list(chain.verify(session)) == []
        assert len(session.exec(select(Withdrawal)).all()) == 1
    again = signed_in("AMARA").get("/packs/eu").status_code
    assert again == (200 if year == "1970" else 422)  # the newest record is not yet past
    figure("clock", f"clock at {year}: {len(PAGES)} pages, {len(failures)} failures, 0 packs left")
    assert failures == []


def test_after_a_wrong_clock_the_next_record_makes_all_well(
    service: Service, signed_in, set_clock
) -> None:
    set_clock(MOMENTS["2038"])
    signed_in("EDITH").post("/quotes/1/withdraw", {"why": "Sample: under a wrong clock."})
    set_clock(None)
    edith = signed_in("EDITH")
    assert "before the newest record, of 19 January 2038" in edith.get("/").text
    edith.post("/quotes/2/withdraw", {"why": "Sample: under the right one."})
    assert ODD not in edith.get("/").text
    assert edith.get("/packs/eu").status_code == 200


def test_an_embargo_is_not_over_because_the_clock_says_so(
    service: Service, people, signed_in, set_clock
) -> None:
    with service.database.writing() as session:
        triage.embargo(session, people["EDITH"], service.today(), 1, date(2030, 1, 1))
    set_clock(MOMENTS["2038"])
    with service.database.reading() as session:
        assert session.exec(select(Embargo.until)).one() < service.today()
    for path in ("/packs/eu", "/packs/nug/leave-behind.pdf", "/packs/us/quotes"):
        assert signed_in("EDITH").get(path).status_code == 422, path


@pytest.mark.parametrize(("first", "then"), [("2038", None), (None, "1970"), ("2038", "1970")])
def test_what_was_made_under_another_clock_opens_nothing_and_locks_nobody_out(
    service: Service, people, set_clock, first: str | None, then: str | None
) -> None:
    amara, email = people["AMARA"], "amara@example.org"
    set_clock(MOMENTS.get(first or ""))
    with service.database.writing() as session:
        session.add(Account(person=amara, email=email, password_hash="-"))
        seed = pyotp.random_base32()
        session.add(SecondFactor(person=amara, seed=seed, confirmed_at=base.now()))
        session.flush()
        at = pyotp.TOTP(seed).at(base.now()) if base.now().year > 1970 else "-"
        second_factor.take(session, amara, at)
        token = sessions.begin(session, amara)
        confirming.given(session, token)
        device = devices.remember(session, amara)
        invited = invitations.invite(session, Role.EDITOR, by=amara)
        back = ways_back.make(session, email)
        for _ in range(tries.FOR_AN_ACCOUNT):
            tries.failed(session, tries.account(email))
    set_clock(MOMENTS.get(then or ""))
    with service.database.writing() as session:
        assert sessions.visitor(session, token) == (None, None)
        assert not confirming.is_fresh(session, token)
        assert not devices.known(session, amara, device)
        for find, link in ((invitations.find, invited), (ways_back.find, back)):
            with pytest.raises(Exception, match="used up or too old"):
                find(session, link)
        tries.refuse_too_many(session, {tries.account(email): tries.FOR_AN_ACCOUNT})
        if base.now().year > 1970:
            second_factor.take(session, amara, pyotp.TOTP(seed).at(base.now()))
        again = sessions.begin(session, amara)
        assert sessions.visitor(session, again)[0] is not None


class Faked:
    """The tracker in a process of its own, whose clock is set from outside."""

    def __init__(self, home: Path, port: int) -> None:
        self.clock, self.out = home.parent / "clock", home.parent / "said"
        self.set("+0")
        env = os.environ | {
            "TRACKER_HOME": str(home),
            "TRACKER_DATABASE_URL": "",
            "LD_PRELOAD": str(FAKETIME[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }
        words = "from tracker.commands import main; main()"
        self.address = f"http://127.0.0.1:{port}"
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-c", words, "serve", "--port", str(port)],
                cwd=ROOT,
                env=env,
                stdout=out,
                stderr=out,
            )

    def set(self, when: str) -> None:
        self.clock.write_text(f"{when}\n")

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def link(self) -> str:
        """Of the first account, once it is served."""
        for _ in range(600):
            found = re.search(r"/welcome/\S+", self.out.read_text())
            if found:
                try:
                    self.get("/health")
                    return found.group()
                except OSError:
                    pass
            assert self.process.poll() is None, self.out.read_text()
            time.sleep(0.1)
        raise AssertionError(self.out.read_text())


@pytest.mark.deep
@pytest.mark.faketime
def test_the_real_clock_of_a_process_jumps_and_it_goes_on(figure, tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    faked, seen = Faked(tmp_path / "home", port), {}
    try:
        link = faked.link()
        assert faked.get(link)[0] == 200
        for name, when in (("1970", "1970-01-01 00:00:05"), ("2038", "2038-01-19 03:14:09")):
            faked.set(f"@{when}")
            seen[name] = [faked.get(path)[0] for path in ("/health", "/sign-in", link)]
        faked.set("+0")
        seen["now"] = [faked.get(path)[0] for path in ("/health", "/sign-in", link)]
    finally:
        faked.process.terminate()
        faked.process.wait()
    figure("clock", f"a process whose clock jumps: {seen}")
    assert seen == {"1970": [200, 200, 404], "2038": [200, 200, 404], "now": [200, 200, 200]}
    assert "Traceback" not in faked.out.read_text()
