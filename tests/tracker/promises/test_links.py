"""Links to packs: how much a phone loads, and how fast a withdrawn one is dead. Offices and
what became of recommendations are invented."""

import gzip
import time
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient
from sqlmodel import Session, select

from exports.printing import Press
from recommendations import contacting, delivering, issuing
from recommendations.contacting import Told
from recommendations.models import Addressee, EditionQuote, Person
from recommendations.vocabulary import Channel
from tests.tracker.promises.conftest import issued_and_proposed
from tracker.accounts import pack_links
from tracker.database import Database
from tracker.keeping import withdrawing
from tracker.service import Service
from tracker.settings import Settings
from tracker.web.pages import asset

LIGHT = 30 * 1024
WITHIN = 5
AUDIENCES = ("nug", "nucc", "us", "eu", "asean")


def link(service: Service, people: dict[str, int], code: str = "eu") -> tuple[int, str]:
    """An edition, and a new link to it."""
    edition, by = issued_and_proposed(service, people, code=code)[0], people["EDITH"]
    with service.database.writing() as session:
        whom = session.exec(select(Addressee.id).where(Addressee.code == code)).one()
        office = contacting.add_office(session, by, whom, Told("Sample desk")).key
        handed = delivering.Handed(edition, office, service.today(), Channel.LINK)
        delivery = delivering.deliver(session, by, service.today(), handed)
        return edition, f"/p/{pack_links.make(session, by, delivery, 'en')}"


def test_a_pack_on_a_phone_is_under_30_kb(
    app, sample_database: Database, tmp_path: Path, press: Press, figure
) -> None:
    """Page and stylesheet of every audience in the sample home, before they are compressed."""
    settings = Settings(
        home=tmp_path,
        database_url=sample_database.url,
        contact="contact@example.org",
        address="https://tracker.example.org",
    )
    service = app.state.service = Service(settings, sample_database, press)
    with service.database.reading() as session:
        roles = {row.role.name: row.key for row in session.exec(select(Person))}
    people = {"EDITH": roles["EDITOR"], "RUTH": roles["REVIEWER"]}
    style, sent = asset("phone.css")[0], {}
    with TestClient(app) as client:
        for code in AUDIENCES:
            page = client.get(link(service, people, code)[1])
            assert page.status_code == 200
            assert page.text.count("<link") == 2
            plain = page.content + style
            sent[code] = len(plain), len(gzip.compress(page.content)) + len(gzip.compress(style))
    largest = max(sent.values())
    figure(
        "links",
        f"the pack on a phone, {len(sent)} audiences: at most {largest[0] / 1024:.1f} KB, "
        f"{largest[1] / 1024:.1f} KB as it is sent",
    )
    assert largest[0] < LIGHT


@pytest.mark.parametrize("what", ["quote", "edition", "link"])
def test_whatever_is_withdrawn_stops_its_links_on_the_served_service(
    served, service: Service, people: dict[str, int], figure, what: str
) -> None:
    edition, path = link(service, people)
    address = served.address + path
    assert httpx.get(address).status_code == 200
    began = time.monotonic()
    withdraw(service, people, edition, what)
    while (answer := httpx.get(address)).status_code != 404:
        assert time.monotonic() < began + WITHIN
    took = time.monotonic() - began
    unknown = httpx.get(f"{served.address}/p/unknown")
    figure("links", f"{what} withdrawn: dead after {took:.2f} s, as if it had never been")
    assert answer.status_code == unknown.status_code
    assert told(answer) == told(unknown)


def withdraw(service: Service, people: dict[str, int], edition: int, what: str) -> None:
    if what == "quote":
        home = service.settings.home
        with service.database.reading() as session:
            id = quoted(session, edition)
        withdrawing.withdraw(service.database, home, people["EDITH"], id, "Sample.")
        return
    with service.database.writing() as session:
        if what == "edition":
            issuing.withdraw_edition(session, people["BORIS"], edition, "Sample.")
        else:
            pack_links.revoke(session, pack_links.of_edition(session, edition)[0])


def quoted(session: Session, edition: int) -> int:
    return (
        session.exec(select(EditionQuote.quote).where(EditionQuote.edition == edition)).first() or 0
    )


def told(answer: httpx.Response) -> str:
    """Without the request's own number, wherever it stands."""
    return "".join(line for line in answer.text.splitlines() if "value=" not in line)
