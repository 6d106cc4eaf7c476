"""Consent in a real browser, by keyboard, with and without the page's script. Invented."""

from datetime import date
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import expect
from sqlmodel import select

from exports.profiles import shipped
from recommendations import quoting, triage
from recommendations.models import Consent
from recommendations.profiling import ship_profiles
from recommendations.records.descriptions import Described
from recommendations.vocabulary import SourceKind

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
WORDS = "the sample gate stood open"


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def quote(served) -> int:
    by, today = served.people["EDITH"], served.service.today()
    with served.service.database.writing() as session:
        ship_profiles(session, shipped())
        described = Described(SourceKind.MEETING_NOTE, "", "", date(2025, 9, 3))
        source = quoting.add_source(session, by, today, described, text=f"Sample: {WORDS}.")
        made = quoting.quote_words(session, by, source.key, WORDS).key
        triage.answer(session, by, made, {}, may_leave=True)
    return made


@pytest.mark.parametrize("script", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_consent_is_recorded_by_keyboard_and_agreed_to_by_another(
    opening, served, quote: int, script: bool
) -> None:
    editor = opening("EDITH", java_script_enabled=script)
    editor.goto(f"/quotes/{quote}")
    editor.get_by_role("link", name="Consent and speaker").press("Enter")
    editor.get_by_label("Speaker", exact=True).select_option("new")
    editor.get_by_label("What they were").select_option("a former captain")
    editor.get_by_label("limited", exact=False).first.press("Space")
    editor.get_by_role("button", name="Record").press("Enter")
    expect(editor.get_by_text("Tick the audiences that the speaker agreed to.")).to_be_visible()
    expect(editor.get_by_label("Speaker", exact=True)).to_have_value("new")
    editor.get_by_label("European Union").press("Space")
    editor.get_by_role("button", name="Record").press("Enter")
    expect(editor.get_by_text("It waits for a second person")).to_be_visible()
    reviewer = opening("RUTH", java_script_enabled=script)
    reviewer.goto("/review")
    reviewer.get_by_label("Consent limited and who spoke").check()
    with reviewer.expect_navigation():
        reviewer.locator("#openings").get_by_role("button").press("Enter")
    reviewer.goto(f"/quotes/{quote}/consent")
    expect(reviewer.get_by_text("in force", exact=True)).to_be_visible()
    expect(reviewer.get_by_text("For European Union only")).to_be_visible()
    with served.service.database.reading() as session:
        assert session.exec(select(Consent.audiences)).one() == ["eu"]


def test_the_page_is_for_everyone_and_fits_a_phone(opening, quote: int) -> None:
    page = opening("EDITH", bypass_csp=True, viewport={"width": 360, "height": 740})
    page.goto(f"/quotes/{quote}/consent")
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [v["id"] for v in found["violations"] if v["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 360
