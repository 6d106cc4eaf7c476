"""Links to packs, made inside and followed by strangers. Offices and what became of
recommendations are invented."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from playwright.sync_api import expect
from sqlmodel import delete, select

from recommendations import contacting, delivering, issuing
from recommendations.contacting import Told
from recommendations.models import Addressee
from recommendations.models.base import now
from recommendations.register.deliveries import read_deliveries
from recommendations.vocabulary import Channel
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.accounts import pack_links
from tracker.accounts.models import CodeGiven
from tracker.accounts.pack_links import DOWNLOADS, PackLink
from tracker.accounts.tries import FOR_AN_ADDRESS
from tracker.keeping import lock
from tracker.service import Service

ADDRESS = "https://tracker.example.org"


@pytest.fixture
def reached(app, service: Service) -> None:
    """People outside reach the service somewhere."""
    settings = service.settings.model_copy(update={"address": ADDRESS})
    app.state.service = replace(service, settings=settings)


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    return issued_and_proposed(service, people)[0]


@pytest.fixture
def desk(service: Service, people: dict[str, int]) -> int:
    with service.database.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told = Told("Sample desk", "desk@example.org")
        return contacting.add_office(session, people["EDITH"], eu, told).key


@pytest.fixture
def made(reached, signed_in, edition: int, desk: int):
    """made() is the path of a new link for the office."""

    def make() -> str:
        answer = signed_in("EDITH").post(f"/editions/{edition}/links", {"office": desk})
        (path,) = set(re.findall(rf"{ADDRESS}(/p/[\w-]+)", answer.text))
        return path

    return make


def test_a_link_is_shown_once_recorded_and_followed_by_whoever_has_it(
    service: Service, signed_in, said_in, made, edition: int
) -> None:
    path = made()
    assert path not in signed_in("EDITH").get(f"/editions/{edition}/links").text
    with service.database.reading() as session:
        (one,) = read_deliveries(session)
        assert (one.channel, one.office) == (Channel.LINK, "Sample desk")
        token = path.removeprefix("/p/")
        assert token not in str(session.exec(select(PackLink)).one())
    assert len(token) == 22
    stranger = signed_in("")
    page = stranger.get(path)
    assert page.status_code == 200
    assert page.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert "Sample desk" not in said_in(page.text)


def test_looking_consumes_nothing_and_downloads_end_with_the_last(
    service: Service, signed_in, made
) -> None:
    path, stranger = made(), signed_in("")
    for _ in range(3):
        stranger.get(path)
    with service.database.writing() as session:
        link = session.exec(select(PackLink)).one()
        assert link.downloads_left == DOWNLOADS
        link.downloads_left = 1
        session.add(link)
    answer = stranger.post(path)
    assert answer.content == b"%PDF a sample that nobody printed"
    assert "eu-edition-1-leave-behind.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert stranger.post(path).status_code == 404
    assert stranger.get(path).status_code == 404


def test_unknown_expired_revoked_used_up_and_withdrawn_answer_alike(
    service: Service, signed_in, people: dict[str, int], made, edition: int
) -> None:
    stranger, path = signed_in(""), made()

    def set_(**values: object) -> None:
        with service.database.writing() as session:
            link = session.exec(select(PackLink)).one()
            for name, value in values.items():
                setattr(link, name, value)
            session.add(link)

    far = now() + timedelta(days=15)
    ways = {
        "unknown": lambda: None,
        "expired": lambda: set_(expires_at=now() - timedelta(seconds=1)),
        "made under another clock": lambda: set_(expires_at=far + timedelta(days=400)),
        "used up": lambda: set_(expires_at=far - timedelta(days=2), downloads_left=0),
        "revoked": lambda: set_(downloads_left=5, revoked_at=now()),
    }
    answers = {}
    for way, do in ways.items():
        do()
        answers[way] = alike(stranger, "/p/unknown" if way == "unknown" else path)
    set_(revoked_at=None)
    assert stranger.get(path).status_code == 200
    with service.database.writing() as session:
        issuing.withdraw_edition(session, people["RUTH"], edition, "Sample.")
    answers["withdrawn"] = alike(stranger, path)
    assert set(answers.values()) == {answers["unknown"]}
    assert answers["unknown"][0] == 404


def alike(stranger, path: str) -> tuple:
    """All that a stranger is told, without the request's own number and the form's token."""
    answer = stranger.get(path)
    return answer.status_code, re.sub(r'value="[^"]*"|\b[0-9a-f]{8}\b', "", answer.text)


def test_one_button_ends_a_link_and_a_new_one_ends_the_earlier(
    service: Service, signed_in, made, edition: int
) -> None:
    first, second = made(), made()
    stranger = signed_in("")
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    board = signed_in("BORIS")
    assert board.post(f"/editions/{edition}/links").status_code == 403
    (number,) = set(
        re.findall(r"/links/(\d+)/revoke", board.get(f"/editions/{edition}/links").text)
    )
    assert board.post(f"/editions/{edition}/links/{number}/revoke").status_code == 303
    assert stranger.get(second).status_code == 404
    with service.database.reading() as session:
        assert len(read_deliveries(session)) == 1


def test_no_link_is_made_without_a_code_an_address_or_for_another_audience(
    app, service: Service, signed_in, people: dict[str, int], reached, edition: int, desk: int
) -> None:
    edith, path = signed_in("EDITH"), f"/editions/{edition}/links"
    with service.database.writing() as session:
        us = session.exec(select(Addressee.id).where(Addressee.code == "us")).one()
        bureau = contacting.add_office(session, people["EDITH"], us, Told("Sample bureau")).key
    assert "it stays with its audience" in edith.post(path, {"office": bureau}).text
    assert "Choose the office" in edith.post(path, {"office": ""}).text
    reached_service = app.state.service
    app.state.service = service
    assert "TRACKER_ADDRESS" in edith.post(path, {"office": desk}).text
    app.state.service = reached_service
    with service.database.writing() as session:
        session.exec(delete(CodeGiven))
    answer = edith.post(path, {"office": desk})
    assert 'id="code-said"' in answer.text
    with service.database.reading() as session:
        assert session.exec(select(PackLink)).all() == []
        assert read_deliveries(session) == ()


def test_guessing_links_is_slowed_down(signed_in, reached) -> None:
    stranger = signed_in("")
    for _ in range(FOR_AN_ADDRESS):
        stranger.get("/p/guess")
    assert stranger.get("/p/guess").status_code == 429


def test_no_log_has_the_token_or_the_office(signed_in, made) -> None:
    stranger = signed_in("")
    with structlog.testing.capture_logs() as lines:
        path = made()
        stranger.get(path)
        stranger.post(path)
    told = str(lines)
    assert "pack fetched by a link" in told
    for word in (path.removeprefix("/p/"), "Sample desk", "desk@example.org"):
        assert word not in told


def test_the_lock_ends_every_link(service: Service, signed_in, made) -> None:
    path = made()
    lock.lock(service.database, service.settings.home)
    assert signed_in("").get(path).status_code == 503
    lock.unlock(service.database, service.settings.home)
    assert signed_in("").get(path).status_code == 404


@pytest.fixture
def link(service: Service, people: dict[str, int], edition: int, desk: int) -> str:
    """Made below the pages, for a service that answers on a real port."""
    today, by = service.today(), people["EDITH"]
    with service.database.writing() as session:
        handed = delivering.Handed(edition, desk, today, Channel.LINK)
        delivery = delivering.deliver(session, by, today, handed)
        return f"/p/{pack_links.make(session, by, delivery, 'en')}"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_a_phone_in_light_and_dark_without_javascript(
    opening, link: str, scheme: str
) -> None:
    page = opening(
        "",
        viewport={"width": 360, "height": 740},
        color_scheme=scheme,
        java_script_enabled=False,
    )
    page.goto(link)
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main").bounding_box()["width"] <= 360
    page.keyboard.press("Tab")
    with page.expect_download() as file:
        page.get_by_role("button", name="Leave-behind").click()
    assert file.value.suggested_filename == "eu-edition-1-leave-behind.pdf"
