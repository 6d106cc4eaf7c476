"""The withdrawal ledger: what was withdrawn stays withdrawn, whatever is restored."""

import json
from pathlib import Path

import pytest
from sqlmodel import select

from recommendations import quoting
from recommendations.errors import Refused
from recommendations.models import Person, Quote, Source, Withdrawal
from recommendations.records import chain
from tracker.database import Database
from tracker.keeping import ledger
from tracker.keeping.backup import make
from tracker.keeping.restore import restore
from tracker.keeping.withdrawing import AGAIN, withdraw
from tracker.service import open_service

WHY = "Sample: someone asked for it."


@pytest.fixture
def record(home):
    database = Database(home.database)
    yield database
    database.close()


def amara(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(Person).where(Person.code == "AMARA")).one().key


def take_back(home, database: Database, quote: int) -> bool:
    return withdraw(database, home.home, amara(database), quote, WHY)


def withdrawn_in(settings) -> list[tuple[int, int, int | None, str]]:
    service = open_service(settings)
    with service.database.reading() as session:
        asked = select(Quote.start, Quote.end, Withdrawal.recorded_by, Withdrawal.why).join(
            Withdrawal, Withdrawal.quote == Quote.id
        )
        found = [tuple(row) for row in session.exec(asked)]
        assert list(chain.verify(session)) == []
    service.close()
    return found


def test_a_withdrawal_is_in_the_ledger_without_words_or_reason(home, record) -> None:
    assert take_back(home, record, 1)
    with record.reading() as session:
        quote = session.get(Quote, 1)
        source = session.get(Source, quote.source)
    (line,) = (home.home / "withdrawals.jsonl").read_text().splitlines()
    said = json.loads(line)
    assert said.pop("at")
    assert said == {"source": source.raw_sha256, "start": quote.start, "end": quote.end}
    assert (home.home / "withdrawals.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_restored_backup_from_before_a_withdrawal_opens_with_it(home, record, empty_home) -> None:
    made = make(home)
    take_back(home, record, 1)
    there = empty_home()
    there.home.mkdir()
    (there.home / ledger.NAME).write_bytes((home.home / ledger.NAME).read_bytes())
    assert restore(there, Path(made.file)).withdrawn == 1
    ((_, _, by, why),) = withdrawn_in(there)
    assert (by, why) == (None, AGAIN)
    assert len(withdrawn_in(there)) == 1


def test_replacing_a_record_takes_its_withdrawals_along_even_without_its_ledger(
    home, empty_home
) -> None:
    there, made = empty_home(), make(home)
    restore(there, Path(made.file))
    service = open_service(there)
    withdraw(service.database, there.home, amara(service.database), 2, WHY)
    service.close()
    (there.home / ledger.NAME).unlink()
    assert restore(there, Path(made.file), replace=True).withdrawn == 1
    assert [why for *_, why in withdrawn_in(there)] == [AGAIN]
    assert len(ledger.read(there.home / ledger.NAME)) == 1


def test_the_ledger_of_a_backup_comes_along(home, record, empty_home) -> None:
    take_back(home, record, 1)
    there = empty_home()
    assert restore(there, Path(make(home).file)).withdrawn == 0
    assert ledger.read(there.home / ledger.NAME) == ledger.read(home.home / ledger.NAME)
    assert [why for *_, why in withdrawn_in(there)] == [WHY]


def test_words_that_the_backup_had_not_marked_are_withdrawn_too(home, record, empty_home) -> None:
    made = make(home)
    with record.writing() as session:
        source = session.exec(select(Source)).first()
        words = source.text[5000:5100]
        quote = quoting.quote_words(session, amara(record), source.key, words).key
    take_back(home, record, quote)
    there = empty_home()
    there.home.mkdir()
    (there.home / ledger.NAME).write_bytes((home.home / ledger.NAME).read_bytes())
    restore(there, Path(made.file))
    ((start, end, _, _),) = withdrawn_in(there)
    assert (start, end) == (ledger.read(home.home / ledger.NAME)[0].start, end)


def test_a_ledger_that_cannot_be_written_is_written_at_the_next_start(home, record) -> None:
    (home.home / ledger.NAME).mkdir()
    assert take_back(home, record, 1) is False
    with pytest.raises(Refused, match="cannot be read"):
        open_service(home)
    (home.home / ledger.NAME).rmdir()
    assert [why for *_, why in withdrawn_in(home)] == [WHY]
    assert len(ledger.read(home.home / ledger.NAME)) == 1


def test_a_line_that_a_crash_cut_off_spoils_no_other(tmp_path) -> None:
    entries = [ledger.Entry("a" * 64, start, start + 5, "2026-11-22") for start in range(3)]
    file = tmp_path / ledger.NAME
    ledger.append(tmp_path, entries[:2])
    whole = file.read_bytes()
    for cut in range(len(whole) // 2 + 1, len(whole)):
        file.write_bytes(whole[:cut])
        ledger.append(tmp_path, entries[2:])
        assert ledger.read(file)[0] == entries[0]
        assert ledger.read(file)[-1] == entries[2]
    file.write_text(
        'sample\n{"source": 1}\n[]\n\n{"source": "a", "start": 5, "end": 2, "at": ""}\n'
    )
    assert ledger.read(file) == []
