"""Pages in a browser, and forms as a browser without JavaScript sends them."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.on_databases import POSTGRESQL_WHEN_DEEP


@pytest.fixture(params=POSTGRESQL_WHEN_DEEP)
def database_kind(request: pytest.FixtureRequest) -> str:
    """What the record asks of either database is tested below the pages, on both; that
    the pages are the same on both takes its time."""
    return request.param


@pytest.fixture
def opening(served, browser: Browser) -> Iterator[Callable[..., Page]]:
    """opening("EDITH", ...) is a page of a browser of hers, with Playwright's options;
    opening("") is a stranger's."""
    contexts: list[BrowserContext] = []

    def enter(code: str, **options) -> Page:
        context = browser.new_context(base_url=served.address, locale="en-GB", **options)
        contexts.append(context)
        if code:
            served.sign_in(context, code)
        return context.new_page()

    yield enter
    for context in contexts:
        context.close()


class _Fields(HTMLParser):
    """The fields of the form with an id, as they stand on the page."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.fields: dict[str, list[str]] = {}
        self.area = self.select = ""
        self.text: list[str] = []

    def add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.wanted
        elif not self.inside:
            return
        elif tag == "input" and given.get("name"):
            ticks = given.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in given:
                self.add(given["name"], given.get("value", "on"))
        elif tag == "textarea":
            self.area, self.text = given["name"], []
        elif tag == "select":
            self.select = given["name"]
        elif (
            tag == "option"
            and self.select
            and ("selected" in given or self.select not in self.fields)
        ):
            self.fields[self.select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.add(self.area, "".join(self.text).removeprefix("\n"))
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)


@pytest.fixture
def form_on() -> Callable:
    """form_on(answer, "update", reason="...") is what a browser would send after a person
    changed those fields; a field set to None is left out."""

    def fields(answer, form: str, **changed) -> dict[str, list[str]]:
        parser = _Fields(form)
        parser.feed(answer.text)
        assert parser.fields, f"no form {form} on the page"
        parser.fields.pop("_csrf_token", None)
        for name, value in changed.items():
            parser.fields.pop(name, None)
            if value is not None:
                parser.fields[name] = (
                    [str(v) for v in value] if isinstance(value, list) else [str(value)]
                )
        return parser.fields

    return fields
