"""Logs: a day of work with everything that can go wrong in it leaves no quote, no token,
no password and nobody's address."""

import logging
from collections import Counter
from dataclasses import replace

import pyotp
import pytest
import structlog
from sqlmodel import select

from recommendations.models import Quote, Source
from tracker.accounts import passwords, second_factor
from tracker.accounts.models import Account
from tracker.database import Database
from tracker.keeping import lock
from tracker.service import Service

WINDOW = 5
"""Words in a row by which a quote is known again."""
PASSWORD, ADDRESS = "sample-password-with-29-letters", "sample.recipient@example.org"
TYPED = {
    "email": ADDRESS, "password": PASSWORD, "current": PASSWORD, "again": PASSWORD,
    "password_again": PASSWORD, "why": "typed-why-sample", "reason": "typed-reason-sample",
    "what": "typed-what-sample", "places": "typed-places-sample", "q": "typed-q-sample",
    "new-text": "typed-text-sample", "new-title": "typed-title-sample", "name": "typed-name",
    "comment": "typed-comment-sample", "code": "typed-code-sample", "role": "editor",
}  # fmt: skip


@pytest.fixture
def heard(caplog, capfd):
    """Everything that came out anywhere so far: our log, other libraries' logs, the console.
    The client of these tests keeps a log of its own, which no service has."""
    caplog.set_level(logging.WARNING, logger="httpx")
    with structlog.testing.capture_logs() as lines, caplog.at_level(logging.DEBUG):
        yield lambda: f"{lines} {caplog.text} {''.join(capfd.readouterr())}", lines


@pytest.mark.deep
def test_logs_hold_no_quotes_tokens_passwords_or_addresses(
    signed_in, app, routes, ids, service: Service, people, tmp_path, heard, figure
) -> None:
    said, lines = heard
    secrets = {*secrets_of(service, people), *ids_that_are_secret(ids)}
    counts: Counter[str] = Counter()
    lost = Database(f"sqlite:///{tmp_path}/not/there.sqlite")
    for broken in ({}, {"press": None}, {"database": lost}):
        for code in ("EDITH", "AMARA", ""):
            app.state.service = service
            who = signed_in(code)
            who.get("/sign-in")
            secrets |= set(who.cookies.values())
            app.state.service = replace(service, **broken)
            for route in routes:
                status = answered(who, route)
                counts[str(status // 100)] += 1
                secrets |= set(who.cookies.values())
                app.state.service = service
                lock.unlock(service.database, service.settings.home)
                app.state.service = replace(service, **broken)
    app.state.service = service
    told = said()
    secrets = (secrets | {*TYPED.values()}) - {"", "editor"}
    found = sorted(secret for secret in secrets if secret in told)
    quoted = [words for words in quotes_of(service) if words in told]
    lost.close()
    figure(
        "logs",
        f"{counts.total()} requests, {counts['5']} of them failed on purpose, {len(lines)} lines "
        f"of log: {len(found)} of {len(secrets)} tokens, passwords and addresses, {len(quoted)} "
        "quotes",
    )
    assert (found, quoted) == ([], [])
    assert counts["5"] > 50
    assert len(lines) > 50


def answered(who, route) -> int:
    if route.method == "GET":
        return who.get(route.path, follow=False).status_code
    return who.post(route.path, TYPED).status_code


def secrets_of(service: Service, people: dict[str, int]) -> set[str]:
    """Of a person with a password and a seed on the phone, and of those in the way back."""
    emil, stored = people["EMIL"], passwords.hashed(PASSWORD)
    with service.database.writing() as session:
        session.add(Account(person=emil, email=ADDRESS, password_hash=stored))
        session.flush()
        second_factor.propose(session, emil, PASSWORD)
        seed = second_factor.proposed(session, emil)
    return {seed, pyotp.TOTP(seed).now(), stored, PASSWORD, ADDRESS, "ruth@example.org"}


def ids_that_are_secret(ids: dict[str, str]) -> set[str]:
    return {value.rpartition("/")[2] for name, value in ids.items() if "token" in name}


def quotes_of(service: Service) -> set[str]:
    """A few words of every quote and of every source."""
    with service.database.reading() as session:
        texts = [*session.exec(select(Quote.exact)), *session.exec(select(Source.text))]
    rows = [text.split() for text in texts]
    return {
        " ".join(row[n : n + WINDOW])
        for row in rows
        for n in range(0, max(1, len(row) - WINDOW), WINDOW)
    }


def test_what_is_looked_for_in_logs_would_be_found(service: Service, heard) -> None:
    """What the promise above is measured with can fail."""
    said, _ = heard
    words = max(quotes_of(service), key=len)
    structlog.get_logger().info("sample", words=words, token=PASSWORD)
    told = said()
    assert words in told
    assert PASSWORD in told
