"""What a stranger can learn from being refused: nothing, from the answer or from the time."""

import statistics
import time

import pytest
import sqlalchemy as sa

from recommendations.errors import Refused
from tests.on_databases import POSTGRESQL_WHEN_DEEP
from tracker.accounts import passwords, signing_in
from tracker.accounts.models import Account
from tracker.accounts.signing_in import Browser
from tracker.service import Service

KNOWN, UNKNOWN = "known@example.org", "unknown@example.org"
PASSWORD = "four or five sample words"
PAIRS = 60


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Who is signed in does not depend on it."""
    return request.param


@pytest.fixture
def account(service: Service, people: dict[str, int]) -> Service:
    with service.database.writing() as session:
        stored = passwords.hashed(PASSWORD)
        session.add(Account(person=people["EDITH"], email=KNOWN, password_hash=stored))
    return service


def refused(service: Service, email: str, guess: int) -> str:
    """From another place each time, so that nothing is slowed down."""
    browser = Browser(f"192.0.2.{guess}")
    with pytest.raises(Refused) as said:
        signing_in.sign_in(service.database, email, f"a wrong guess {guess}", browser)
    return " ".join(said.value.sentences.values())


def test_the_same_work_is_done_for_an_address_that_has_no_account(
    account: Service, monkeypatch
) -> None:
    asked: list[str] = []
    checked: list[bool] = []
    matches = passwords.matches

    def counting(stored: str | None, password: str) -> bool:
        checked.append(True)
        return matches(stored, password)

    monkeypatch.setattr(passwords, "matches", counting)
    engine = account.database.engine
    sa.event.listen(engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    work = {}
    for guess, email in enumerate((KNOWN, UNKNOWN)):
        asked.clear()
        checked.clear()
        said = refused(account, email, guess)
        work[email] = (said, list(asked), len(checked))
    assert work[KNOWN] == work[UNKNOWN]
    assert work[KNOWN][2] == 1
    assert len(work[KNOWN][1]) > 3


@pytest.mark.deep
def test_the_time_tells_known_from_unknown_addresses_no_better_than_chance(
    account: Service, monkeypatch
) -> None:
    """Guesses in turn, so that a slow moment of the machine falls on both. How often one of
    a pair is the slower is all that somebody outside could count."""
    monkeypatch.setattr(signing_in.tries, "FOR_AN_ACCOUNT", 10_000)
    times: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for guess in range(2 * PAIRS):
        for email in (KNOWN, UNKNOWN) if guess % 2 else (UNKNOWN, KNOWN):
            began = time.perf_counter()
            refused(account, email, guess)
            times[email].append(time.perf_counter() - began)
    slower = sum(k > u for k, u in zip(times[KNOWN], times[UNKNOWN], strict=True))
    share = slower / (2 * PAIRS)
    middle = {email: statistics.median(told) * 1000 for email, told in times.items()}
    print(
        f"{2 * PAIRS} pairs: known {middle[KNOWN]:.1f} ms, unknown {middle[UNKNOWN]:.1f} ms, "
        f"the known one slower in {share:.0%}"
    )
    # Four standard deviations of a fair coin.
    assert abs(share - 0.5) < 4 * 0.5 / (2 * PAIRS) ** 0.5
