"""Pages in a real browser: for everyone, on a phone, by keyboard, on a slow line."""

import gzip
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from recommendations.models import Resolution, Withdrawal
from recommendations.register.audiences import read_profiles
from recommendations.register.sources import read_source
from tests.axe import CONTRAST, EVERYTHING, serious
from tracker.accounts import passwords, sessions
from tracker.accounts.models import Account
from tracker.web.pages import asset
from tracker.web.visitor import COOKIE

LINE = 14 * 1024
PHONE = {"width": 360, "height": 740}
DAILY = (
    "/",
    "/board",
    "/board/pictures",
    "/board/pictures/nug",
    "/recommendations/1/nug",
    "/recommendations/1/nug/update",
    "/review",
    "/worklist",
    "/looked",
    "/search?q=soldiers",
    "/sources/1/sections/17",
    "/quotes/1",
    "/quotes/4/consent",
    "/triage/4",
    "/packs",
    "/start",
)
SIGNED_IN = (
    *DAILY,
    "/changes",
    "/worklist/odd:1",
    "/year",
    "/year/new",
    "/board?addressee=nug",
    "/board/changes",
    "/recommendations/3/eu",
    "/sources",
    "/sources/1",
    "/sources/2",
    "/sources/1/sections/64",
    "/sources/1/sections/0",
    "/sources/1/sections/17?find=soldiers",
    "/sources/1/quote",
    "/sources/1/annotations",
    "/sources/1/quote?start=6000&end=6100",
    "/sources/2/quote?start=7&end=30",
    "/sources/new",
    "/sources/new/image",
    "/sources/new/meeting",
    "/registers",
    "/reports",
    "/addressees/eu/days",
    "/sources/1/discrepancies",
    "/sources/1/embargo",
    "/quotes/1/withdraw",
    "/quotes/1/redact",
    "/quotes/1/tier",
    "/quotes/1/details",
    "/recommendations/1/suggestions",
    "/tiers",
    "/start/published",
    "/start/grounds",
    "/start/measures",
    "/start/pack",
    "/triage",
    "/people",
    "/keeping",
    "/keeping/lock",
    "/history",
    "/erasures",
    "/sources/1/erase",
    "/account",
    "/account/code",
    "/account/codes",
    "/addressees",
    "/addressees/eu",
    "/account/told",
    "/engagements",
    "/due",
    "/editions",
    "/recommendations/1/onward",
    "/packs/eu/asks",
    "/packs/eu/asks/new/3/eu",
    "/packs/eu/profile",
    "/packs/new",
    "/packs/together",
    "/packs/drafts",
    "/meetings",
    "/recommendations/3/eu/closing",
)


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def opening(opening: Callable[..., Page], sample_record) -> Callable[..., Page]:
    """Of a home in which something is recorded."""
    return opening


@pytest.mark.parametrize(
    ("scheme", "rules", "paths"),
    [
        ("light", EVERYTHING, DAILY),
        pytest.param("light", EVERYTHING, SIGNED_IN, marks=pytest.mark.deep),
        pytest.param("dark", CONTRAST, SIGNED_IN, marks=pytest.mark.deep),
    ],
    ids=["daily", "every", "dark"],
)
def test_axe_finds_nothing_serious_or_critical(
    opening, scheme: str, rules: str, paths: tuple[str, ...]
) -> None:
    found = {}
    for code, asked in (("AMARA", paths), ("", ("/sign-in", "/not-here"))):
        page = opening(code, bypass_csp=True, color_scheme=scheme)
        for path in asked:
            page.goto(path)
            found[path] = serious(page, rules)
    assert {path: what for path, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "paths", [DAILY, pytest.param(SIGNED_IN, marks=pytest.mark.deep)], ids=["daily", "every"]
)
def test_nothing_scrolls_sideways_on_a_phone(opening, paths: tuple[str, ...]) -> None:
    page = opening("AMARA", viewport=PHONE)
    wide, complaints = {}, []
    page.on("console", lambda said: complaints.append(said.text))
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > PHONE["width"]} == {}
    assert complaints == [], "and the browser was allowed everything that the pages ask of it"


@pytest.mark.parametrize(
    "paths", [DAILY, pytest.param(SIGNED_IN, marks=pytest.mark.deep)], ids=["daily", "every"]
)
def test_a_first_visit_costs_under_14_kb(served, sample_record, paths: tuple[str, ...]) -> None:
    style = len(asset("style.css")[1])
    with served.service.database.writing() as session:
        token = sessions.begin(session, served.people["AMARA"])
        sections = read_source(session, 1).sections
    longest = sorted(sections, key=lambda s: s.end - s.start)[-5:]
    heavy = {}
    with httpx.Client(base_url=served.address, cookies={COOKIE: token}) as client:
        for path in (*paths, *(f"/sources/1/sections/{s.number}" for s in longest)):
            with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
                weight = sum(map(len, answer.iter_raw())) + style
                assert answer.headers["content-encoding"] == "gzip"
            if weight > LINE:
                heavy[path] = weight
    assert heavy == {}


WIDTHS = """words => words.map(said => {
  const shown = document.querySelector("main").appendChild(document.createElement("span"));
  shown.textContent = said;
  return shown.getBoundingClientRect().width;
})"""


def test_burmese_letters_are_fetched_where_they_stand_and_set_as_they_are_written(opening) -> None:
    """No machine has to have them. A consonant under another, one that wraps around it and a
    vowel that is written before it take no place of their own where a font shapes them."""
    page = opening("EDITH")
    fetched: list[str] = []
    page.on("response", lambda answer: fetched.append(answer.url.rpartition("/")[2]))
    page.goto("/sources", wait_until="networkidle")
    assert fetched
    assert "padauk.woff2" not in fetched
    page.evaluate(WIDTHS, ["က"])
    page.evaluate("document.fonts.load('1rem Padauk', 'က')")
    assert fetched.count("padauk.woff2") == 1
    alone, stacked, wrapped, circled = page.evaluate(WIDTHS, ["က", "က္က", "ကြ", "ကို"])
    assert alone == stacked == circled
    assert alone < wrapped < 1.5 * alone


def test_the_script_is_small() -> None:
    assert len(gzip.compress(asset("script.js")[0], 9)) < 4096


def test_by_keyboard_the_first_stop_skips_to_the_content_and_every_stop_is_seen(opening) -> None:
    page = opening("AMARA")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    for _ in range(12):
        outline = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(outline) == "solid"
        page.keyboard.press("Tab")


def test_on_a_phone_the_matrix_is_a_list_by_addressee(opening) -> None:
    page = opening("BORIS", viewport=PHONE)
    page.goto("/")
    expect(page.locator("table.matrix")).to_be_hidden()
    heading = page.get_by_role("heading", name="National Unity Government")
    expect(heading).to_be_visible()
    page.get_by_role("link", name="2 first step").click()
    expect(page).to_have_url(re.compile("/recommendations/1/nug$"))


def test_every_page_works_without_javascript(opening, served) -> None:
    page = opening("EDITH", java_script_enabled=False)
    page.goto("/sources/1/discrepancies")
    first = page.locator("#d1")
    first.locator("summary").click()
    first.get_by_label("What you found out").fill("Sample: the note was cut in layout.")
    first.get_by_role("button", name="Save").click()
    expect(page.locator("#d1")).to_contain_text("resolved Sample: the note was cut in layout.")


def reason(page: Page):
    return page.get_by_label("Why")


def kept(page: Page) -> int:
    return page.evaluate("sessionStorage.length")


def test_what_was_typed_is_back_after_leaving_the_page(opening) -> None:
    page = opening("EDITH")
    page.goto("/quotes/1/withdraw")
    reason(page).fill("Sample: asked by the speaker.")
    page.goto("/")
    page.goto("/quotes/1/withdraw")
    expect(reason(page)).to_have_value("Sample: asked by the speaker.")
    expect(page.get_by_role("status")).to_contain_text("has not been saved yet")
    page.get_by_role("button", name="Start afresh").click()
    expect(reason(page)).to_have_value("")
    assert kept(page) == 0


def test_a_dropped_connection_loses_nothing_and_is_said_beside_the_button(opening, served) -> None:
    page = opening("EDITH")
    page.goto("/quotes/1/withdraw")
    reason(page).fill("Sample: asked by the speaker.")
    page.context.set_offline(True)
    page.get_by_role("button", name="Withdraw for good").click()
    expect(page.get_by_role("status")).to_contain_text("not saved yet")
    expect(reason(page)).to_have_value("Sample: asked by the speaker.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Withdraw for good").click()
    expect(page).to_have_url(re.compile("/quotes/1$"))
    assert kept(page) == 0
    with served.service.database.reading() as session:
        assert len(session.exec(select(Withdrawal)).all()) == 1


def test_a_refusal_is_shown_in_place_and_takes_the_focus(opening) -> None:
    page = opening("EDITH")
    page.goto("/quotes/1/withdraw")
    page.get_by_role("button", name="Withdraw for good").click()
    expect(reason(page)).to_have_attribute("aria-invalid", "true")
    expect(reason(page)).to_be_focused()
    expect(page.locator("#why-said")).to_contain_text("Say why")


def test_signed_out_in_the_middle_one_signs_in_and_saves_what_was_typed(opening, served) -> None:
    with served.service.database.writing() as session:
        who = served.people["EDITH"]
        secret = passwords.hashed("sample words for a test")
        session.add(Account(person=who, email="edith@example.org", password_hash=secret))
    page = opening("EDITH")
    page.goto("/sources/1/discrepancies")
    first = page.locator("#d1")
    first.locator("summary").click()
    first.get_by_label("What you found out").fill("Sample: found after all.")
    with served.service.database.writing() as session:
        sessions.sign_out_everywhere(session, who)
    first.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing is lost")).to_be_visible()
    page.get_by_label("E-mail address").fill("edith@example.org")
    page.get_by_label("Password").fill("sample words for a test")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Save it now").click()
    expect(page.locator("#d1")).to_contain_text("Sample: found after all.")
    assert kept(page) == 0
    with served.service.database.reading() as session:
        assert len(session.exec(select(Resolution)).all()) == 1


def test_after_signing_out_nothing_is_kept(opening) -> None:
    page = opening("EDITH")
    page.goto("/quotes/1/withdraw")
    reason(page).fill("Sample: not for whoever comes next.")
    assert kept(page) == 1
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert kept(page) == 0


def test_somebody_else_in_the_same_window_does_not_find_what_was_typed(opening, served) -> None:
    page = opening("EDITH")
    page.goto("/quotes/1/withdraw")
    reason(page).fill("Sample: EDITH's words.")
    served.sign_in(page.context, "RUTH")
    page.goto("/quotes/1/withdraw")
    expect(reason(page)).to_have_value("")
    assert kept(page) == 0


def test_passwords_are_never_kept(opening) -> None:
    page = opening("")
    page.goto("/sign-in")
    page.get_by_label("Password").fill("sample words for a test")
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


@pytest.mark.deep
def test_the_preview_of_a_profile_follows_what_is_typed_and_never_saves(opening, served) -> None:
    page = opening("EDITH")
    page.goto("/packs/eu/profile")
    preview = page.locator("[data-preview]")
    expect(preview).to_contain_text("on Myanmar/Burma")
    page.get_by_label("What is the country called there?").fill("Sample land")
    expect(preview).to_contain_text("on Sample land")
    page.get_by_label("To whom is the pack addressed?").fill("")
    expect(preview).to_contain_text("Say to whom it is addressed")
    page.reload()
    expect(page.get_by_label("What is the country called there?")).to_have_value("Sample land")
    with served.service.database.reading() as session:
        assert read_profiles(session)["eu"]["country"] == "Myanmar/Burma"
