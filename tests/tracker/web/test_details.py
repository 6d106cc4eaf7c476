"""The page for what is learnt about a quote. Everything said here is an invented sample."""

from datetime import date

import pytest
from sqlmodel import select

from recommendations.models import Quote, QuoteDetail


@pytest.fixture
def quote(sample_record) -> int:
    return sample_record["bill"]


def test_what_is_known_about_a_quote_is_recorded_shown_and_reviewed(
    signed_in, form_on, service, quote: int
) -> None:
    edith, path = signed_in("EDITH"), f"/quotes/{quote}/details"
    page = edith.get(path)
    wrong = form_on(
        page, "details", language="en", official="a sample office", event_on="2025-02-30",
        original="x",
    )  # fmt: skip
    refused = edith.post(path, wrong)
    assert refused.status_code == 422
    for sentence in ("do not stand in the source", "year-month-day", "for instance Q12"):
        assert sentence in refused.text
    assert "2025-02-30" in refused.text
    assert "a sample office" in refused.text
    told = form_on(
        page, "details", language="en", official="The ministry", event_on="2025-02-14",
        precision="month",
    )  # fmt: skip
    saved = edith.post(path, told)
    assert (saved.status_code, saved.headers["location"]) == (303, f"/quotes/{quote}#learnt")
    edith.post(path, told)
    with service.database.reading() as session:
        (row,) = session.exec(select(QuoteDetail))
    assert (row.event_on, row.language) == (date(2025, 2, 28), "en")
    shown = edith.get(f"/quotes/{quote}").text
    for words in ("In English (en)", "Said by The ministry", "in February 2025", "unreviewed"):
        assert words in shown
    ruth = signed_in("RUTH")
    name = f"quotedetail-{row.id}"
    assert "Tells what happened in February 2025" in ruth.get(f"/review/{name}").text
    accepted = form_on(ruth.get(f"/review/{name}"), "review", do="accept")
    assert ruth.post(f"/review/{name}", accepted).status_code == 303
    assert "agreed by RUTH" in edith.get(f"/quotes/{quote}").text


def test_testimony_has_no_office_and_no_pair(signed_in, service) -> None:
    with service.database.reading() as session:
        testimony = session.exec(select(Quote.id).where(Quote.testimony)).first()
    page = signed_in("EDITH").get(f"/quotes/{testimony}/details").text
    assert 'name="official"' not in page
    assert 'name="original"' not in page
    assert "It stays inside" in page
