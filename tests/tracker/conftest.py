"""A service on a database of its own, with people who can be signed in as."""

import html
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import BrowserContext
from sqlmodel import Session, select

from recommendations.assessing import Finding, assess
from recommendations.models import Addressee, Assessment, Call, Measure, Person, Position
from recommendations.positioning import Said, hold_position
from recommendations.quoting import add_source, quote_words
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.reviewing import Item, review_all
from recommendations.searching import looked
from recommendations.vocabulary import (
    PositionValue,
    Role,
    SearchFor,
    SourceKind,
    Stance,
    Status,
    Supersession,
)
from tests.mail_server import Mailbox, certificate, serving
from tracker.accounts import confirming, sessions
from tracker.app import create_app
from tracker.commands.serving import HTTP
from tracker.database import Database
from tracker.keeping.content import content_hash
from tracker.service import Service
from tracker.settings import Settings
from tracker.web.visitor import COOKIE


@pytest.fixture
def service(report_database: Database, tmp_path: Path) -> Service:
    """The bundled report, fresh from import, and nobody yet."""
    return Service(Settings(home=tmp_path, database_url=report_database.url), report_database)


@pytest.fixture
def people(service: Service) -> dict[str, int]:
    """Sample people by code, one of each role and a second editor."""
    roles = {
        "AMARA": Role.ADMINISTRATOR,
        "EDITH": Role.EDITOR,
        "EMIL": Role.EDITOR,
        "RUTH": Role.REVIEWER,
        "BORIS": Role.BOARD,
    }
    with service.database.writing() as session:
        return {
            code: record(session, Person(code=code, role=role), None).key
            for code, role in roles.items()
        }


def with_a_fresh_code(session: Session, person: int) -> str:
    """Signed in a moment ago with a code from the phone."""
    token = sessions.begin(session, person)
    confirming.given(session, token)
    return token


class Browsing:
    """Someone at a browser of their own: cookies are theirs alone."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}

    def get(self, path: str, follow: bool = True):
        return self._ask("GET", path, follow_redirects=follow)

    def post(self, path: str, fields: dict | None = None, **more):
        """Sends a form with the right token; redirects are not followed."""
        if "form" not in self.cookies:
            self.get("/sign-in")
        data = {"_csrf_token": self.cookies["form"], **(fields or {})}
        return self._ask("POST", path, data=data, follow_redirects=False, **more)

    def post_bytes(self, path: str, body: bytes, kind: str):
        """Sends whatever it is, with the right token."""
        if "form" not in self.cookies:
            self.get("/sign-in")
        headers = {"content-type": kind, "x-csrftoken": self.cookies["form"]}
        return self._ask("POST", path, content=body, headers=headers, follow_redirects=False)

    def _ask(self, method: str, path: str, **more):
        self.client.cookies.clear()
        self.client.cookies.update(self.cookies)
        answer = self.client.request(method, path, **more)
        for response in (*answer.history, answer):
            for header in response.headers.get_list("set-cookie"):
                self._keep(SimpleCookie(header))
        return answer

    def _keep(self, cookies: SimpleCookie) -> None:
        for name, morsel in cookies.items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value


@pytest.fixture
def said_in() -> Callable[[str], str]:
    """What a reader reads of a page: no tags, one space between words."""

    def read(page: str) -> str:
        return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())

    return read


@pytest.fixture(scope="session")
def made_apps() -> list[Litestar]:
    return []


@pytest.fixture
def app(service: Service, made_apps: list[Litestar]) -> Litestar:
    """Put together once for each worker; every test sets its own service in it."""
    if not made_apps:
        made_apps.append(create_app(service))
    made_apps[0].state.service = service
    return made_apps[0]


@pytest.fixture
def signed_in(app: Litestar, service: Service, people: dict[str, int]) -> Callable[[str], Browsing]:
    """signed_in("EDITH") is her at a browser; signed_in("") is a stranger."""
    with TestClient(app, raise_server_exceptions=False) as client:

        def enter(code: str) -> Browsing:
            browsing = Browsing(client)
            if code:
                with service.database.writing() as session:
                    browsing.cookies[COOKIE] = with_a_fresh_code(session, people[code])
            return browsing

        yield enter


class Served:
    """The service answering on a real port, and people at real browsers."""

    def __init__(self, service: Service, people: dict[str, int], address: str) -> None:
        self.service = service
        self.people = people
        self.address = address

    def token(self, code: str) -> str:
        """Of a session that began a moment ago."""
        with self.service.database.writing() as session:
            return with_a_fresh_code(session, self.people[code])

    def sign_in(self, context: BrowserContext, code: str) -> None:
        token = self.token(code)
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.address}])


@pytest.fixture
def served(app: Litestar, service: Service, people: dict[str, int]) -> Iterator[Served]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, **HTTP)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Served(service, people, f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def mailbox(
    app, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mailbox]:
    """The service sends through it, encrypted."""
    pem, box = certificate(tmp_path), Mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with serving(box, pem) as port:
        told = {
            "mail_host": "localhost",
            "mail_port": port,
            "mail_from": "desk@tracker.example.org",
            "contact": "contact@example.org",
            "address": "https://tracker.example.org",
        }
        settings = service.settings.model_copy(update=told)
        app.state.service = replace(service, settings=settings)
        yield box


SAMPLE_BILL = """Sample bill, invented for tests. Section 4. The ministry shall provide housing and
medical care to persons who have left the military. Section 5. Section 4 lapses after two years."""
SAMPLE_NEWS = """Sample news, invented for tests. Two families said that they had asked for housing
and had received no answer in eight months."""


@pytest.fixture
def sample_record(service: Service, people: dict[str, int]) -> dict[str, int]:
    """Invented: NUG on recommendation 1. A reviewed position in part, a reviewed first step
    with a quote for and one against, a correction, a search and a draft. Gives the ids."""
    by, second = people["EDITH"], people["RUTH"]
    today = service.today()
    with service.database.writing() as session:
        calls, measures, whom = _calls(session, 1, "nug")
        bill = _quoted(
            session, by, today, SourceKind.OFFICIAL_ACT, "Sample bill on care", SAMPLE_BILL,
            "The ministry shall provide housing and\nmedical care to persons who have left "
            "the military.",
        )  # fmt: skip
        against = _quoted(
            session, by, today, SourceKind.NEWS, "Sample report on housing", SAMPLE_NEWS,
            "had received no answer in eight months",
        )  # fmt: skip
        said = hold_position(
            session, by, today, whom,
            Said(PositionValue.AGREED_IN_PART, bill, date(2025, 3, 1), measures[:2], "housing"),
        )  # fmt: skip
        step = Finding(
            status=Status.FIRST_STEP,
            reason="Sample: a bill was introduced; the housing it promises has not been seen.",
            true_on=date(2025, 3, 1),
            evidence=[(bill, Stance.SUPPORTS), (against, Stance.CONTRADICTS)],
        )
        first = assess(session, by, today, calls[:2], step)
        review_all(session, second, _items([said, *first]))
        corrected = Finding(
            status=Status.FIRST_STEP,
            reason="Sample: the bill was introduced on 2 March, not on 1 March.",
            true_on=date(2025, 3, 2),
            evidence=[(bill, Stance.SUPPORTS), (against, Stance.CONTRADICTS)],
            supersession=Supersession.CORRECTION,
        )
        again = assess(session, by, today, calls[:1], corrected)
        review_all(session, second, _items(again))
        places = "the sample gazette, its register of bills"
        found = looked(
            session, by, today, calls[2:3], on=date(2025, 6, 1), places=places,
            looked_for=SearchFor.POSITION,
        )  # fmt: skip
        nothing = Finding(
            Status.NOTHING_FOUND, "Sample: nothing either way.", today, searched=places
        )
        draft = assess(session, by, today, calls[2:3], nothing)
    return {
        "bill": bill,
        "against": against,
        "call": calls[0],
        "draft": draft[0].key,
        "search": found.key,
    }


def _calls(session: Session, place: int, code: str) -> tuple[list[int], list[int], int]:
    """The calls of a recommendation to an addressee, their measures, and the addressee."""
    whom = session.exec(select(Addressee).where(Addressee.code == code)).one()
    rows = session.exec(
        select(Call, Measure)
        .join(Measure, Measure.id == Call.measure)
        .where(Call.addressee == whom.id, Measure.recommendation == place)
        .order_by(Measure.place)
    ).all()
    return [call.key for call, _ in rows], [measure.key for _, measure in rows], whom.key


def _quoted(
    session: Session, by: int, today: date, kind: SourceKind, title: str, text: str, words: str
) -> int:
    described = Described(kind, title, "Sample publisher", date(2025, 3, 1))
    source = add_source(session, by, today, described, text=text)
    return quote_words(session, by, source.key, words).key


def _items(rows: list[Assessment | Position]) -> list[Item]:
    return [Item(str(row.__tablename__), row.key) for row in rows]


def content(settings: Settings) -> str:
    database = Database(settings.database)
    with database.reading() as session:
        found = content_hash(session.connection())
    database.close()
    return found


@pytest.fixture
def content_of() -> Callable[[Settings], str]:
    return content
