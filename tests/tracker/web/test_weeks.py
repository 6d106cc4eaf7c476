"""The week of an editor and of a board member in a real browser, on a phone's width and
without JavaScript too. What they enter is a sample."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from recommendations.convening import Convened, convene
from tests.axe import serious

PHONE = {"width": 360, "height": 740}
WAYS = [
    pytest.param({}, id="desk"),
    pytest.param({"viewport": PHONE}, id="phone", marks=pytest.mark.deep),
    pytest.param(
        {"viewport": PHONE, "java_script_enabled": False},
        id="phone, no script",
        marks=pytest.mark.deep,
    ),
]


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def looking(opening, sample_record) -> Callable[..., Page]:
    """looking("EDITH", ...) is a page of hers, of a home in which something is recorded."""

    def enter(code: str, **options) -> Page:
        page = opening(code, bypass_csp=True, **options)
        page.set_default_timeout(10_000)
        return page

    return enter


def is_sound(page: Page, how: dict) -> None:
    """Nothing scrolls sideways, and on a phone axe has nothing serious to say; at a desk every
    page is asked that elsewhere. Without JavaScript the page is the same one."""
    if how.get("java_script_enabled", True):
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], page.url
    if how == {"viewport": PHONE}:
        assert serious(page) == [], page.url


def send(pressed: Locator) -> None:
    """Presses what leads to another page, and waits for it."""
    with pressed.page.expect_navigation():
        pressed.click()


def opened(page: Page, words: str) -> None:
    """Unfolds what is folded."""
    folded = page.locator("details", has=page.locator("summary", has_text=words)).first
    if folded.get_attribute("open") is None:
        folded.locator("summary").first.click()


def met_yesterday(served) -> None:
    with served.service.database.writing() as session:
        today = served.service.today()
        told = Convened(today - timedelta(days=1), "Sample: what to close", "B/2026/4")
        convene(session, served.people["EDITH"], today, told)


@pytest.mark.parametrize("how", WAYS)
def test_an_editors_week(looking, served, how: dict) -> None:
    edith, today = looking("EDITH", **how), served.service.today()

    # Monday: what is to be done, one of it given to a colleague and one put off.
    edith.goto("/worklist")
    is_sound(edith, how)
    send(edith.locator('a[href="/worklist/unassessed:3-4"]'))
    edith.get_by_label("Give it to").select_option("EMIL, editor")
    send(edith.get_by_role("button", name="Give it"))
    expect(edith.locator("main")).to_contain_text("EMIL does it.")
    edith.goto("/worklist?kind=measure+without+evidence")
    send(edith.get_by_role("link", name="Assign or put off").last)
    edith.get_by_label("Until").fill(f"{today + timedelta(days=30)}")
    edith.get_by_label("Why can it wait?").fill("Sample: they do not sit before.")
    send(edith.get_by_role("button", name="Put it off"))
    edith.goto("/worklist?put-off=1")
    expect(edith.locator("main")).to_contain_text("Sample: they do not sit before.")

    # Tuesday: a talk, with what is to follow from it.
    edith.goto("/engagements")
    is_sound(edith, how)
    opened(edith, "Record a meeting")
    edith.get_by_label("With", exact=True).first.select_option(label="European Union")
    edith.get_by_label("When").fill(f"{today}")
    edith.get_by_role("radio", name="telephone").check()
    edith.get_by_role("textbox", name="Office").fill("Sample desk")
    edith.get_by_label("What was promised").fill("Sample: an answer in writing.")
    edith.get_by_label("What is to follow").fill("Sample: ask again.")
    edith.get_by_label("By", exact=True).fill(f"{today + timedelta(days=3)}")
    send(edith.get_by_role("button", name="Record it"))
    expect(edith.locator("main")).to_contain_text("Sample: an answer in writing.")
    edith.goto("/worklist")
    expect(edith.locator("main")).to_contain_text("Sample: ask again.")

    # Wednesday: a day on which an addressee decides, by the quote that says so.
    edith.goto("/year/new")
    is_sound(edith, how)
    edith.get_by_label("Who decides?").select_option(label="European Union")
    edith.get_by_label("What is decided?").fill("Sample renewal")
    edith.get_by_label("On which day?").fill(f"{today + timedelta(days=60)}")
    edith.get_by_label("Where does it stand?").fill("Q9999")
    edith.get_by_role("button", name="Add it").click()
    expect(edith.locator("main")).to_contain_text("There is no quote 9999")
    expect(edith.get_by_label("What is decided?")).to_have_value("Sample renewal")

    # Thursday: what the board is asked, on the story of a recommendation.
    edith.goto("/recommendations/1/nug/closing")
    is_sound(edith, how)
    edith.locator('#close input[name="call"]').first.check()
    edith.locator("#close").get_by_label("Why").fill("Sample: it is finished.")
    send(edith.get_by_role("button", name="Propose to close"))
    edith.goto("/meetings")
    is_sound(edith, how)
    expect(edith.locator("main")).to_contain_text("Sample: it is finished.")

    # Friday: the follow-up is done, and the list knows.
    edith.goto("/engagements")
    send(edith.get_by_role("button", name=re.compile("^Done")))
    edith.goto("/worklist")
    expect(edith.locator("main")).not_to_contain_text("Sample: ask again.")


@pytest.mark.parametrize("how", WAYS)
def test_a_board_members_week(looking, served, how: dict) -> None:
    met_yesterday(served)
    boris, edith = looking("BORIS", **how), looking("EDITH")

    # Five minutes: what moved, on what evidence, what is not known.
    boris.goto("/board")
    is_sound(boris, how)
    expect(boris.locator(".claims")).to_contain_text("26 are not yet assessed")
    boris.get_by_label("Compared with the end of").fill("2020-01-01")
    send(boris.get_by_role("button", name="Show"))
    expect(boris.locator("main")).to_contain_text("The record begins on")
    send(boris.get_by_role("link", name=re.compile("^All ")))
    is_sound(boris, how)
    expect(boris.locator("main")).to_contain_text("Evidence: 1 for, 1 against")
    boris.goto("/board/pictures")
    is_sound(boris, how)
    boris.goto("/board/pictures/nug")
    is_sound(boris, how)

    # Something to say beside a finding.
    boris.goto("/recommendations/1/nug")
    opened(boris, "Comment")
    boris.get_by_label("Your comment").first.fill("Sample: does it hold for both?")
    send(boris.get_by_role("button", name=re.compile("^Comment on")).first)
    expect(boris.locator("main")).to_contain_text("Sample: does it hold for both?")

    # An editor entered what the meeting decided; the board confirms it.
    edith.goto("/recommendations/1/nug/closing")
    edith.locator('#close input[name="call"]').first.check()
    edith.locator("#close").get_by_label("Why").fill("Sample: it is finished.")
    send(edith.get_by_role("button", name="Propose to close"))
    edith.goto("/meetings")
    send(edith.locator(".rows a[href^='/meetings/']").first)
    edith.get_by_label("Minute", exact=True).fill("4.2")
    edith.get_by_label("What was decided").select_option("closed")
    edith.locator('input[name="call"]').first.check()
    edith.get_by_label("In words, with why").fill("Sample: agreed.")
    send(edith.get_by_role("button", name="Enter it"))
    boris.goto("/worklist")
    is_sound(boris, how)
    send(boris.locator('a[href^="/review/closure-"]').first)
    is_sound(boris, how)
    expect(boris.locator("main")).to_contain_text("Hold it against the minutes")
    send(boris.get_by_role("button", name="Accept"))
    boris.goto("/board")
    expect(boris.locator("#matrix ~ *", has_text="closed by the board").first).to_be_attached()

    # And how the rest of it reaches them.
    boris.goto("/account/told")
    is_sound(boris, how)
    boris.get_by_role("radio", name="Feed of changes").check()
    send(boris.get_by_role("button", name="Make an address"))
    assert "/feeds/" in boris.get_by_label("Address", exact=True).input_value()
