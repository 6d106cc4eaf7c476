"""The whole story in a real browser: two people, from a one-time link to a PDF. What
they enter is a sample."""

import pyotp
from playwright.sync_api import Browser, Locator, Page, expect

from recommendations.vocabulary import Role
from tracker.accounts import invitations

PASSWORD = "four sample words together"
PASSAGE = (
    "This passage is an invented sample. The sample council met on Monday. It will pay for "
    "training of persons who have left the armed forces. It did not name a date."
)
WORDS = "It will pay for training of persons who have left the armed forces."


def send(button: Locator) -> None:
    """Presses a button that saves, and waits for the page it leads to."""
    with button.page.expect_navigation():
        button.click()


def make_account(page: Page, link: str, email: str, code: str) -> None:
    page.goto(link)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Short name").fill(code)
    page.get_by_label("Password").fill(PASSWORD)
    send(page.get_by_role("button", name="Make the account"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("first hour")


def set_up_a_phone(page: Page) -> None:
    page.goto("/account")
    page.get_by_role("link", name="Set them up").click()
    page.get_by_label("Password").fill(PASSWORD)
    send(page.get_by_role("button", name="Set up a phone"))
    seed = page.locator(".set-up code").inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(pyotp.TOTP(seed).now())
    send(page.get_by_role("button", name="Ask for codes from now on"))
    expect(page.locator(".codes li")).to_have_count(10)


def invite_a_reviewer(page: Page) -> str:
    page.goto("/people")
    page.get_by_role("radio", name="reviewer").check()
    send(page.get_by_role("button", name="Make a one-time link"))
    link = page.get_by_label("One-time link").input_value()
    return link[link.index("/welcome/") :]


def propose_that_it_is_published(page: Page) -> None:
    page.goto("/start/published")
    page.get_by_label("Decided by").fill("Sample board")
    page.get_by_label("Decided on").fill("2024-10-31")
    page.get_by_label("Why").fill("Sample reason: it is on our site.")
    send(page.get_by_role("button", name="Propose the decision"))


def let_a_quote_leave(page: Page) -> None:
    page.goto("/triage/")
    page.locator("a.button").first.click()
    for box in page.locator('input[name="flag"]').all():
        box.uncheck()
    page.locator('input[name="graphic"][value="0"]').check()
    send(page.get_by_role("button", name="May leave"))


def accept_a_ground_and_a_measure(page: Page) -> None:
    page.goto("/start/grounds")
    send(page.get_by_role("button", name="Accept").first)
    page.goto("/start/measures")
    page.get_by_label("Done when").first.fill("Sample: a published act names the programme.")
    send(page.get_by_role("button", name="Accept").first)


def record_a_first_step(page: Page) -> None:
    """From the overview: three screens."""
    page.goto("/")
    page.locator('a[href="/recommendations/3/eu"]:visible').first.click()
    page.get_by_role("link", name="Update").click()
    page.get_by_label("Training").check()
    page.get_by_role("radio", name="first step").check()
    page.get_by_label("Since when?").fill("2025-03-10")
    page.get_by_label("Why do you say so?").fill("Sample: training is to be paid for.")
    add_the_source(page)
    send(page.get_by_role("button", name="Save", exact=True))


def add_the_source(page: Page) -> None:
    source = page.locator("#new-source")
    if source.get_attribute("open") is None:
        source.locator("summary").click()
    page.get_by_label("Title").fill("Sample conclusions")
    page.get_by_label("Published by").fill("Sample Council")
    page.get_by_label("Kind of source").select_option("official statement")
    page.get_by_label("Published on").fill("2025-03-10")
    page.get_by_label("The passage, pasted").fill(PASSAGE)
    page.get_by_label("The words to quote").fill(WORDS)
    page.locator('input[name="new-use"][value="supports"]').check()


def accept_everything(page: Page) -> None:
    for part in ("#openings", "#changes"):
        page.goto("/review")
        for box in page.locator(f'{part} input[name="item"]').all():
            box.check()
        send(page.locator(part).get_by_role("button", name="Accept the ticked"))
    page.goto("/review")
    expect(page.locator('input[name="item"]')).to_have_count(0)


def test_from_the_first_link_to_the_pdf(browser: Browser, served) -> None:
    with served.service.database.writing() as session:
        first = invitations.invite(session, Role.ADMINISTRATOR)
    editor = browser.new_context(base_url=served.address).new_page()
    reviewer = browser.new_context(base_url=served.address).new_page()
    make_account(editor, f"/welcome/{first}", "first@sample.example", "First")
    set_up_a_phone(editor)
    make_account(reviewer, invite_a_reviewer(editor), "second@sample.example", "Second")

    set_up_a_phone(reviewer)
    propose_that_it_is_published(editor)
    let_a_quote_leave(editor)
    accept_a_ground_and_a_measure(editor)
    record_a_first_step(editor)
    expect(editor.get_by_text("unreviewed").first).to_be_visible()
    expect(editor.locator("blockquote", has_text=WORDS).first).to_be_attached()
    accept_everything(reviewer)

    # It stands in the matrix today, and not on a day before.
    editor.goto("/")
    expect(editor.locator("main")).to_contain_text("1 first step, 3 not yet assessed")
    editor.goto("/?as-of=2026-01-01")
    expect(editor.locator("main")).not_to_contain_text("1 first step")

    # And on paper.
    editor.goto("/packs/eu")
    expect(editor.locator(".leave-behind")).to_contain_text(WORDS)
    answer = editor.request.get("/packs/eu/leave-behind.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    for page in (editor, reviewer):
        page.context.close()


def test_what_was_typed_survives_a_signed_out_session(opening) -> None:
    page = opening("EDITH", java_script_enabled=False)
    page.goto("/recommendations/3/eu/update")
    page.get_by_label("Why do you say so?").fill("A sample reason that must not be lost.")
    page.get_by_role("radio", name="first step").check()
    page.context.clear_cookies(name="session")
    send(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "A sample reason that must not be lost." in page.content()
