"""Triage by keyboard alone, without JavaScript."""

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from recommendations.models import FlagChange, TierChange
from recommendations.vocabulary import Flag


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def test_quotes_are_answered_by_keyboard_alone(opening, served) -> None:
    page = opening("EDITH", java_script_enabled=False)
    page.goto("/triage/1")
    page.get_by_role("radio", name="0 no violence").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("checkbox", name="child").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="May leave").press("Enter")
    page.wait_for_url("**/triage/2?after=1")
    expect(page.get_by_text("Q1 may leave once a second person agrees")).to_be_visible()
    page.get_by_role("radio", name="0 no violence").press("Enter")
    page.wait_for_url("**/triage/3?after=2")
    expect(page.get_by_text("2 of 68 answered").first).to_be_visible()
    with served.service.database.reading() as session:
        levels = session.exec(
            select(FlagChange.flag).where(
                FlagChange.quote == 1, ~col(FlagChange.proposed), FlagChange.level == 1
            )
        ).all()
        opens = session.exec(
            select(TierChange.opens).where(col(TierChange.quote).in_([1, 2]))
        ).all()
    assert {Flag.GRAPHIC, Flag.CHILD} <= set(levels)
    assert opens == [True, False]
