"""A service on a database of its own, with people who can be signed in as."""

import html
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar
from litestar.testing import TestClient
from playwright.sync_api import BrowserContext
from sqlmodel import Session

from exports.printing import Press
from tests.mail_server import Mailbox, certificate, serving
from tests.sample_record import people_of, record_of
from tracker.accounts import confirming, sessions
from tracker.app import create_app
from tracker.commands.serving import HTTP
from tracker.database import Database
from tracker.keeping.content import content_hash
from tracker.service import Service
from tracker.settings import Settings
from tracker.web.visitor import COOKIE


@pytest.fixture
def service(report_database: Database, tmp_path: Path, press: Press) -> Service:
    """The bundled report, fresh from import, and nobody yet."""
    settings = Settings(home=tmp_path, database_url=report_database.url)
    return Service(settings, report_database, press)


@pytest.fixture
def people(service: Service) -> dict[str, int]:
    """Sample people by code, one of each role and a second editor."""
    with service.database.writing() as session:
        return people_of(session)


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


@pytest.fixture
def sample_record(service: Service, people: dict[str, int]) -> dict[str, int]:
    """The ids of what tests/sample_record.py records."""
    with service.database.writing() as session:
        return record_of(session, people, service.today())


def content(settings: Settings) -> str:
    database = Database(settings.database)
    with database.reading() as session:
        found = content_hash(session.connection())
    database.close()
    return found


@pytest.fixture
def content_of() -> Callable[[Settings], str]:
    return content
