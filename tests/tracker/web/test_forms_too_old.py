"""A form whose token is no longer ours: refused, and what was typed is kept."""

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from recommendations.models import Withdrawal
from tracker.app import create_app
from tracker.keeping import keys

WHY = "Sample: what somebody had typed for ten minutes."


@pytest.fixture
def started_again(service, signed_in):
    """Edith has a form open; then the key is new and the tracker is started again."""
    edith = signed_in("EDITH")
    edith.get("/quotes/1/withdraw")
    keys.rotate(service.settings.home)
    with TestClient(create_app(service), raise_server_exceptions=False) as client:
        edith.client = client
        yield edith


def withdrawals(service) -> int:
    with service.database.reading() as session:
        return len(session.exec(select(Withdrawal)).all())


def test_what_was_typed_before_a_new_key_is_shown_and_sent_again(
    service, started_again, form_on
) -> None:
    refused = started_again.post("/quotes/1/withdraw", {"why": WHY})
    assert refused.status_code == 403
    assert "This form was too old" in refused.text
    assert WHY in refused.text
    assert withdrawals(service) == 0
    sent = started_again.post("/quotes/1/withdraw", form_on(refused, "again"))
    assert (sent.status_code, sent.headers["location"]) == (303, "/quotes/1")
    assert withdrawals(service) == 1


def test_a_form_from_another_site_is_refused_and_shown_to_nobody(service, started_again) -> None:
    elsewhere = {"sec-fetch-site": "cross-site"}
    refused = started_again.post("/quotes/1/withdraw", {"why": WHY}, headers=elsewhere)
    assert refused.status_code == 403
    assert WHY not in refused.text
    started_again.cookies.pop("session")
    started_again.cookies["form"] = "0" * 128
    refused = started_again.post("/quotes/1/withdraw", {"why": WHY})
    assert (refused.status_code, WHY in refused.text) == (403, False)
    assert withdrawals(service) == 0


def test_passwords_are_never_shown_again(started_again) -> None:
    typed = {"current": "sample words of old", "password": "sample words of new", "note": WHY}
    refused = started_again.post("/account/password", typed)
    assert refused.status_code == 403
    assert WHY in refused.text
    assert "sample words of" not in refused.text


def test_signing_in_works_again_after_one_refusal(started_again) -> None:
    started_again.cookies.pop("session")
    entering = {"email": "edith@example.org", "password": "sample words"}
    assert started_again.post("/sign-in", entering).status_code == 403
    assert started_again.post("/sign-in", entering).status_code == 422
