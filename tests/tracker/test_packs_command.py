"""`tracker packs`: the packs of many audiences into one folder."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from exports.publishing import Issuer, Moment, draft_forms
from recommendations.errors import NotFound
from recommendations.models import Person, Quote
from recommendations.register.audiences import read_profiles
from recommendations.triage import withdraw
from recommendations.vocabulary import Role
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tests.terminal import Terminal
from tracker.batches import LEDGER, Fate, Job, _Waiting, composed, jobs_for, names_for, presses, run
from tracker.database import Database
from tracker.service import Service
from tracker.settings import Settings

pytestmark = pytest.mark.pdf


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What is asked of either database is tested below the commands."""
    return request.param


@pytest.fixture
def tracker(sample_database: Database, tmp_path: Path, monkeypatch, capsys):
    terminal = Terminal(monkeypatch, capsys).at(tmp_path / "home", sample_database.url)

    def tracker(*words: str) -> dict[str, str]:
        folder = str(tmp_path / "out")
        status, out, err = terminal.run("packs", folder, *words, "--as", "Sample Editor", "--json")
        assert status == 0, err
        return {one["name"]: one["fate"] for one in json.loads(out)}

    return tracker


@pytest.mark.deep
def test_what_says_the_same_is_kept_and_what_changed_or_is_damaged_is_printed_again(
    tracker, sample_database: Database, tmp_path: Path
) -> None:
    both = {"eu-en.pdf", "asean-en.pdf"}
    assert tracker("--only", "eu,asean") == dict.fromkeys(both, "PRINTED")
    first = {name: (tmp_path / "out" / name).read_bytes() for name in both}
    assert all(raw.startswith(b"%PDF") for raw in first.values())
    assert tracker("--only", "eu,asean") == dict.fromkeys(both, "KEPT")
    (tmp_path / "out" / "eu-en.pdf").write_bytes(first["eu-en.pdf"][:900])
    (tmp_path / "out" / ".asean-en.pdf.part").write_bytes(b"half")
    assert tracker("--only", "eu,asean") == {"eu-en.pdf": "PRINTED", "asean-en.pdf": "KEPT"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*both, LEDGER}
    assert (tmp_path / "out" / "eu-en.pdf").read_bytes() == first["eu-en.pdf"]
    with sample_database.writing() as session:
        by = session.exec(select(Person.id).where(Person.role == Role.EDITOR)).first()
        told = session.exec(select(Quote.id).where(Quote.testimony)).all()
        for quote in told:
            withdraw(session, by, quote, "Sample.")
    # Testimony never stood in the pack for ASEAN.
    assert tracker("--only", "eu,asean") == {"eu-en.pdf": "PRINTED", "asean-en.pdf": "KEPT"}
    assert (tmp_path / "out" / "eu-en.pdf").read_bytes() != first["eu-en.pdf"]


def test_one_that_cannot_be_printed_costs_the_others_nothing(
    sample_database: Database, tmp_path: Path
) -> None:
    service = Service(Settings(home=tmp_path, database_url=sample_database.url), sample_database)
    day = service.today()
    with sample_database.reading() as session:
        moment = Moment(day, service.closing(day), day)
        forms = draft_forms(session, "eu", moment, Issuer("Sample", "", sample=True))
    long = replace(forms[-1], opening="sample " * 10_000)
    with presses() as printing:
        outcomes = run([Job("long", (long,)), Job("eu", forms)], tmp_path / "o", printing)
        told = {one.name: one for one in outcomes}
    assert told["long"].fate is Fate.REFUSED
    assert "does not fit on two pages" in told["long"].why
    assert told["eu"].fate is Fate.PRINTED
    assert {path.name for path in (tmp_path / "o").iterdir()} == {"eu.pdf", LEDGER}
    (tmp_path / "o" / LEDGER).write_text("no ledger")
    with presses(1) as printing:
        outcomes = list(run([Job("eu", forms)], tmp_path / "o", printing))
    assert [one.fate for one in outcomes] == [Fate.PRINTED]


def test_packs_that_are_read_together_say_what_each_says_alone(sample_database: Database) -> None:
    day = date(2026, 11, 22)
    issuer = Issuer("Sample", "", sample=True)
    with sample_database.reading() as session:
        codes = list(read_profiles(session))
        moment = Moment(day, datetime(2026, 11, 23, tzinfo=UTC), day)
        together = list(jobs_for(session, codes, moment, issuer, full=True))
        alone = [job for c in codes for job in jobs_for(session, [c], moment, issuer, full=True)]
        one = draft_forms(session, "eu", moment, issuer)
    assert together == alone
    assert len({job.name for job in together}) == len(together) > 2 * len(codes)
    assert next(job.forms for job in together if job.name == "eu-en") == one


def test_a_press_takes_what_it_printed_the_last_time_and_then_what_others_left() -> None:
    jobs = [Job(f"sample-{n}", ()) for n in range(12)]

    def waiting() -> _Waiting:
        left = _Waiting(2)
        for job in jobs:
            left.put(job)
        left.close()
        return left

    first, second = ([left.take(0).name for _ in range(12)] for left in (waiting(), waiting()))
    assert first == second
    assert sorted(first) == sorted(job.name for job in jobs)
    left = waiting()
    own = len(left._of_each[0])
    assert 0 < own < 12
    taken = [left.take(1).name for _ in range(12 - own)]
    assert set(taken) == set(first[own:]), "what the other would have taken last"


def test_as_long_as_more_may_come_a_press_waits_for_its_own() -> None:
    left = _Waiting(2)
    of_first, of_second = (
        next(job for n in range(20) if (job := Job(f"sample-{n}", ())) and _home(job) == press)
        for press in (0, 1)
    )
    with ThreadPoolExecutor(1) as pool:
        left.put(of_second)
        taking = pool.submit(left.take, 0)
        with pytest.raises(TimeoutError):
            taking.result(timeout=0.2)
        left.put(of_first)
        assert taking.result(timeout=5) is of_first
        taking = pool.submit(left.take, 0)
        left.close()
        assert taking.result(timeout=5) is of_second


def _home(job: Job) -> int:
    left = _Waiting(2)
    left.put(job)
    return next(press for press, own in enumerate(left._of_each) if own)


def test_the_first_are_printed_while_the_next_are_still_composed(
    sample_database: Database, tmp_path: Path
) -> None:
    day = date(2026, 11, 22)
    with sample_database.reading() as session:
        moment = Moment(day, datetime(2026, 11, 23, tzinfo=UTC), day)
        forms = draft_forms(session, "eu", moment, Issuer("Sample", "", sample=True))
    printed = tmp_path / "o" / "eu.pdf"

    def jobs() -> Iterator[Job]:
        yield Job("eu", forms)
        for n in range(600):
            if printed.exists():
                return
            time.sleep(0.05)
            yield Job(f"again-{n}", (replace(forms[0], opening="sample " * 10_000),))

    with presses() as printing:
        (first, *_) = [one for one in run(jobs(), tmp_path / "o", printing) if one.name == "eu"]
    assert first.fate is Fate.PRINTED
    assert printed.exists()


def test_what_cannot_be_composed_stops_the_run_and_leaves_nothing_half(
    sample_database: Database, tmp_path: Path
) -> None:
    day = date(2026, 11, 22)
    issuer = Issuer("Sample", "", sample=True)
    moment = Moment(day, datetime(2026, 11, 23, tzinfo=UTC), day)
    with sample_database.reading() as session:
        assert names_for(session, ["eu", "nug"], full=True) == [
            job.name for job in jobs_for(session, ["eu", "nug"], moment, issuer, full=True)
        ]
        with pytest.raises(NotFound):
            names_for(session, ["eu", "moon"])
    with presses(1) as printing, pytest.raises(NotFound, match="moon"):
        list(run(_and_then(sample_database, moment, issuer), tmp_path / "o", printing))
    assert not list((tmp_path / "o").glob(".*.part"))


def _and_then(database: Database, moment: Moment, issuer: Issuer) -> Iterator[Job]:
    yield from composed(database, ["eu"], moment, issuer)
    yield from composed(database, ["moon"], moment, issuer)
