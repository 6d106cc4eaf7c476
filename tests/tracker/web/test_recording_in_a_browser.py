"""Recording and reviewing in a real browser, with and without its script."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from recommendations.models import Assessment, Evidence
from recommendations.vocabulary import Stance, Status

PASSAGE = "This is an invented sample. The sample council opened its doors. It said no more."


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def findings(served) -> list[Assessment]:
    with served.service.database.reading() as session:
        return list(session.exec(select(Assessment)))


def fill_finding(page: Page) -> None:
    page.get_by_label("Financial aid").check()
    page.get_by_label("first step").check()
    page.get_by_label("Since when?").fill("2026-11-02")
    page.get_by_label("Why do you say so?").fill("Sample: doors were opened.")


def fill_source(page: Page) -> None:
    """The part is open already where no quote is here to be picked."""
    if not page.get_by_label("Title").is_visible():
        page.get_by_text("Add a source that is not here yet").click()
    page.get_by_label("Title").fill("Sample conclusions")
    page.get_by_label("Published by").fill("Sample Council")
    page.get_by_label("Kind of source").select_option("news")
    page.get_by_label("Published on").fill("2026-11-02")
    page.get_by_label("The passage, pasted").fill(PASSAGE)
    page.get_by_label("The words to quote").fill("The sample council opened its doors.")


@pytest.mark.parametrize("script", [True, pytest.param(False, marks=pytest.mark.deep)])
def test_from_the_overview_to_a_saved_entry_that_a_second_person_accepts(
    opening, served, script: bool
) -> None:
    edith = opening("EDITH", java_script_enabled=script)
    edith.goto("/")
    edith.locator("table.matrix a[href='/recommendations/3/eu']").click()
    edith.get_by_role("link", name="Update").click()
    fill_finding(edith)
    fill_source(edith)
    edith.get_by_role("button", name="Preview").click()
    expect(edith.get_by_role("heading", name="As it will be read")).to_be_visible()
    expect(edith.locator("#preview")).to_contain_text("The sample council opened its doors.")
    assert findings(served) == []
    edith.get_by_role("button", name="Save").click()
    expect(edith).to_have_url(re.compile("/recommendations/3/eu"))
    expect(edith.locator(".story")).to_contain_text("Sample: doors were opened.")
    expect(edith.locator(".story")).to_contain_text("unreviewed")
    ruth = opening("RUTH", java_script_enabled=script)
    ruth.goto("/review")
    ruth.get_by_label("Financial aid, EU").check()
    ruth.get_by_role("button", name="Accept the ticked").click()
    expect(ruth.get_by_text("Nothing waits for you.")).to_be_visible()
    edith.reload()
    expect(edith.locator(".story")).to_contain_text("reviewed by RUTH")


def test_a_search_shows_what_it_found_and_keeps_the_place(opening, served, sample_record) -> None:
    page = opening("EDITH")
    page.goto("/recommendations/3/eu/update")
    fill_finding(page)
    page.get_by_label("Look for a quote").fill("housing months")
    page.get_by_label("Look for a quote").press("Enter")
    expect(page.get_by_text("Found for “housing months”")).to_be_visible()
    expect(page.locator("#evidence")).to_be_focused()
    expect(page.get_by_label("Why do you say so?")).to_have_value("Sample: doors were opened.")
    page.locator(".pick").first.get_by_label("against").check()
    page.get_by_label("Look for a quote").fill("housing medical")
    page.get_by_role("button", name="Search").last.click()
    found = page.locator(".pick", has_text="The ministry shall provide")
    found.get_by_label("for", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/recommendations/3/eu$"))
    with served.service.database.reading() as session:
        new = max(a.key for a in session.exec(select(Assessment)))
        stances = session.exec(select(Evidence.stance).where(Evidence.assessment == new)).all()
    assert set(stances) == {Stance.SUPPORTS, Stance.CONTRADICTS}


def test_what_was_typed_survives_a_dropped_connection_and_is_saved_once(
    opening, served, sample_record
) -> None:
    page = opening("EDITH")
    page.goto("/recommendations/3/eu/update")
    fill_finding(page)
    fill_source(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("not saved yet")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_label("Why do you say so?")).to_have_value("Sample: doors were opened.")
    expect(page.get_by_label("first step")).to_be_checked()
    expect(page.get_by_label("The passage, pasted")).to_have_value(PASSAGE)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile("/recommendations/3/eu$"))
    mine = [a.status for a in findings(served) if a.reason == "Sample: doors were opened."]
    assert mine == [Status.FIRST_STEP]
    page.goto("/recommendations/3/eu/update")
    expect(page.get_by_label("Why do you say so?")).to_have_value("")


def test_by_keyboard_alone(opening, served) -> None:
    page = opening("EDITH")
    page.goto("/looked?recommendation=3&addressee=eu")
    page.get_by_label("Where did you look?").focus()
    page.keyboard.type("the sample site")
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Save":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/recommendations/3/eu$"))
    expect(page.locator(".story")).to_contain_text("the sample site")
