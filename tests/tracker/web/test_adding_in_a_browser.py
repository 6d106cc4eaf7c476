"""A file becomes a source, and a newer version of it, in a real browser on a phone; without
its script as well."""

from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlmodel import select

from recommendations.models import Source
from recommendations.quoting import quote_words

GOLD = Path(__file__).parents[2] / "gold" / "sources"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


def looked_at(page: Page) -> None:
    """Nothing scrolls sideways, and axe finds nothing serious."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def choose(page: Page, name: str, raw: bytes) -> None:
    page.get_by_label("The file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": raw}
    )
    page.get_by_role("button", name="Read it").click()


@pytest.mark.deep
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_file_is_added_and_then_its_newer_version(opening, served, script: bool) -> None:
    page = opening("EDITH", viewport=PHONE, bypass_csp=True, java_script_enabled=script)
    look = looked_at if script else lambda page: None
    raw = (GOLD / "sample-act.html").read_bytes()
    page.goto("/sources")
    page.get_by_role("link", name="Add a source").click()
    look(page)
    choose(page, "sample.pdf", b"%PDF-1.7 sample")
    expect(page.locator("#file-said")).to_contain_text("damaged")
    choose(page, "sample.txt", (GOLD / "sample-letter.txt").read_bytes())
    look(page)
    page.get_by_label("The café of the sample ministry").check()
    page.get_by_role("button", name="Read it so").click()
    expect(page.get_by_label("Title")).to_have_value("Sample letter")
    page.get_by_role("button", name="Leave it").click()
    page.get_by_role("link", name="Add a source").click()
    choose(page, "act.html", raw)
    look(page)
    page.get_by_label("Kind of source").select_option("official act")
    page.get_by_label("Published by").fill("Sample council")
    page.get_by_role("button", name="Store it").click()
    expect(page.get_by_role("heading", name="Sample act on shelter for those")).to_be_visible()
    with served.service.database.writing() as session:
        source = session.exec(select(Source).order_by(Source.id.desc())).first()
        assert source
        quote_words(session, served.people["EDITH"], source.key, "Nobody is asked for money.")
    page.get_by_role("link", name="Add a newer version").click()
    choose(page, "act.html", raw.replace(b"ninety", b"thirty"))
    page.get_by_role("button", name="Store it").click()
    expect(page.locator("ins")).to_contain_text(["Added words", "thirty"])
    look(page)
    page.get_by_label("Carry over Q").check()
    page.get_by_role("button", name="Carry over what is ticked").click()
    expect(page.get_by_text("carried over, Q")).to_be_visible()
