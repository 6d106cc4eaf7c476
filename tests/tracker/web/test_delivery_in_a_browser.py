"""Handing out an edition in a real browser: for everyone, on a phone, without JavaScript.
Offices and what became of recommendations are invented."""

from datetime import timedelta
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import expect
from sqlmodel import select

from recommendations import contacting, delivering, issuing
from recommendations.contacting import Told
from recommendations.delivering import Handed
from recommendations.models import Addressee, Delivery
from recommendations.records.writing import record
from recommendations.vocabulary import Channel
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.accounts import pack_links
from tracker.service import Service

pytestmark = pytest.mark.browser
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.fixture
def edition(service: Service, people: dict[str, int]) -> int:
    return issued_and_proposed(service, people)[0]


@pytest.fixture
def pages(service: Service, people: dict[str, int], edition: int) -> list[str]:
    """Every page on which an edition is handed out, with something on it."""
    by, today = people["EDITH"], service.today()
    with service.database.writing() as session:
        eu = session.exec(select(Addressee.id).where(Addressee.code == "eu")).one()
        told = Told("Sample desk", "desk@example.org", "Sample Name")
        office = contacting.add_office(session, by, eu, told).key
        handed = Handed(edition, office, today, Channel.LINK)
        delivery = delivering.deliver(session, by, today, handed)
        link = pack_links.make(session, by, delivery, "en")
        desk = contacting.add_office(session, by, eu, Told("Sample registry", "r@example.org"))
        row = Delivery(
            addressee=eu,
            edition=edition,
            on=today - timedelta(days=90),
            channel=Channel.POST,
            office=desk.name,
            sent_to=desk.key,
        )
        late = record(session, row, by).key
    kinds = ("deliveries", "mail", "links", "holders")
    return [
        f"/editions/{edition}",
        *(f"/editions/{edition}/{kind}" for kind in kinds),
        "/addressees/eu",
        f"/offices/{office}",
        "/due",
        f"/due/{late}",
        f"/p/{link}",
    ]


@pytest.mark.deep
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    opening, service: Service, people: dict[str, int], edition: int, pages, scheme: str
) -> None:
    page = opening("EDITH", bypass_csp=True, color_scheme=scheme, viewport=PHONE)
    found, wide = {}, {}
    for withdrawn in (False, True):
        for path in pages if not withdrawn else [f"/editions/{edition}/holders", "/editions"]:
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            page.evaluate(AXE)
            found[path] = page.evaluate(
                "axe.run({resultTypes: ['violations']}).then(r => r.violations"
                ".filter(v => ['serious', 'critical'].includes(v.impact))"
                ".map(v => v.id + ': ' + v.nodes[0].html.slice(0, 120)))"
            )
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
        with service.database.writing() as session:
            if not withdrawn:
                issuing.withdraw_edition(session, people["RUTH"], edition, "Sample.")
    assert {path: what for path, what in found.items() if what} == {}
    assert {path: width for path, width in wide.items() if width > PHONE["width"]} == {}


def test_an_office_is_added_and_the_edition_recorded_there_without_javascript(
    opening, edition: int
) -> None:
    page = opening("EDITH", java_script_enabled=False, viewport=PHONE)
    page.goto("/addressees/eu")
    page.get_by_label("Office", exact=True).fill("Sample desk")
    page.get_by_label("E-mail").fill("desk@example.org")
    page.get_by_role("button", name="Add it").click()
    page.goto(f"/editions/{edition}/deliveries")
    page.get_by_label("Office").select_option(label="EU: Sample desk")
    page.get_by_label("by hand").check()
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("main")).to_contain_text("by hand: EU, edition 1, to Sample desk")
