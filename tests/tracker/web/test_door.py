"""Answers as they come over the wire, from a real server: headers, names, sizes, slowness."""

import http.client
import re
import socket
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from tracker.accounts import sessions, tries
from tracker.accounts.models import FailedTry
from tracker.app import LARGEST_FORM, create_app
from tracker.service import Service
from tracker.settings import Settings
from tracker.web import door
from tracker.web.assets import asset_path
from tracker.web.visitor import COOKIE, named

FORM = {"content-type": "application/x-www-form-urlencoded"}


class Wire:
    def __init__(self, served) -> None:
        self.host = served.address.removeprefix("http://")
        self.served = served

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str):
        """Status, headers and text."""
        connection = http.client.HTTPConnection(self.host, timeout=20)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, given)
        answer = connection.getresponse()
        told = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, {n.casefold(): v for n, v in answer.getheaders()}, told

    def token(self) -> str:
        cookies = self.ask("GET", "/sign-in")[1]["set-cookie"]
        return re.search("form=([^;]+)", cookies)[1]


@pytest.fixture
def wire(served) -> Wire:
    return Wire(served)


def test_every_kind_of_answer_has_the_headers(wire: Wire, service: Service) -> None:
    form, token = urlencode({"email": "a@example.org"}).encode(), wire.token()
    kinds = {
        200: ("GET", "/sign-in", b"", {}),
        303: ("GET", "/", b"", {}),
        401: ("POST", "/review", b"", {"cookie": f"form={token}", "x-csrftoken": token}),
        403: ("POST", "/sign-in", form, FORM),
        404: ("GET", "/nowhere", b"", {}),
        405: ("PUT", "/sign-in", b"", {"cookie": f"form={token}", "x-csrftoken": token}),
        413: ("POST", "/sign-in", b"", {"content-length": str(LARGEST_FORM + 1), **FORM}),
        421: ("GET", "/sign-in", b"", {"host": "tracker.example.org"}),
        422: ("POST", "/sign-in", form, {"cookie": f"form={token}", "x-csrftoken": token, **FORM}),
    }
    for status, (method, path, body, more) in kinds.items():
        given, headers, told = wire.ask(method, path, body, **more)
        assert given == status, (method, path, told[:400])
        check(headers, status)
    check(wire.ask("GET", "/health")[1], 200)
    assets = wire.ask("GET", asset_path("style.css"))[1]
    assert "immutable" in assets.pop("cache-control")
    check(assets | {"cache-control": "no-store"}, 200)


def check(headers: dict[str, str], status: int) -> None:
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store", status
    assert not {"server", "x-powered-by", "access-control-allow-origin"} & set(headers)
    if kind := headers.get("content-type", ""):
        assert "charset=utf-8" in kind or "json" in kind, kind


def test_a_failure_of_ours_has_the_headers_too_and_a_number(
    wire: Wire, service: Service, app, capfd
) -> None:
    token = wire.served.token("EDITH")
    app.state.service = replace(service, press=None)
    status, headers, told = wire.ask("GET", "/packs", cookie=f"{COOKIE}={token}")
    app.state.service = service
    assert status == 500
    check(headers, status)
    assert "AttributeError" not in told
    number = re.search("<code>([0-9a-f]{8})</code>", told)[1]
    assert f'"request": "{number}"' in capfd.readouterr().err


def test_nothing_is_shown_that_was_not_meant_to_be(wire: Wire) -> None:
    """No list of a folder, no source, no description of the service, no echo."""
    for path in ("/.git/config", "/assets/", "/schema", "/docs", "/metrics", "/assets/../secret"):
        assert wire.ask("GET", path)[0] == 404, path
    for method in ("TRACE", "CONNECT", "DELETE", "PATCH", "FOO"):
        assert wire.ask(method, "/sign-in")[0] in {400, 403, 404, 405}, method


def test_who_asks_is_what_the_web_server_in_front_says_and_not_the_stranger(
    wire: Wire, service: Service
) -> None:
    token, form = wire.token(), urlencode({"email": "a@example.org", "password": "x"}).encode()
    own = {"cookie": f"form={token}", "x-csrftoken": token, **FORM}
    for said in ("203.0.113.9", "198.51.100.1, 203.0.113.9"):
        wire.ask("POST", "/sign-in", form, x_forwarded_for=said, **own)
    with service.database.reading() as session:
        counted = [row.whose for row in session.exec(select(FailedTry))]
    assert counted.count(tries.address("203.0.113.9")) == 2
    assert tries.address("198.51.100.1") not in counted


def test_what_is_too_large_is_refused_before_it_is_read(wire: Wire) -> None:
    body = b"x" * (LARGEST_FORM + 1)
    try:
        status, _, told = wire.ask("POST", "/sign-in", body, **FORM)
        assert status == 413
        assert "Too large" in told
    except ConnectionError:
        pytest.fail("the connection ended before the answer could be read")


def test_more_parts_than_any_form_has_are_refused(wire: Wire) -> None:
    part = b'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n'
    kind = {"content-type": "multipart/form-data; boundary=x"}
    status = wire.ask("POST", "/sign-in", part * 1100 + b"--x--\r\n", **kind)[0]
    assert status in {400, 413}


@pytest.mark.deep
def test_a_form_that_comes_in_drops_is_ended_with_a_page(wire: Wire, monkeypatch) -> None:
    monkeypatch.setattr(door, "PAUSE", 0.2)
    name, port = wire.host.split(":")
    with socket.create_connection((name, int(port)), timeout=20) as slow:
        slow.sendall(
            f"POST /sign-in HTTP/1.1\r\nhost: {wire.host}\r\ncontent-length: 900\r\n"
            "content-type: application/x-www-form-urlencoded\r\n\r\nemail=".encode()
        )
        told = b"".join(iter(lambda: slow.recv(65536), b"")).decode()
    assert told.startswith("HTTP/1.1 408")
    assert "Too slow" in told


def test_what_another_site_sends_is_turned_away(wire: Wire) -> None:
    body, token = urlencode({"email": "a@example.org", "password": "sample"}).encode(), wire.token()
    own = {"cookie": f"form={token}", "x-csrftoken": token, **FORM}
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 422)):
        assert wire.ask("POST", "/sign-in", body, sec_fetch_site=site, **own)[0] == status
    for origin, status in (
        ("https://example.org", 403),
        (f"http://{wire.host}", 422),
        ("null", 422),
    ):
        assert wire.ask("POST", "/sign-in", body, origin=origin, **own)[0] == status
    assert wire.ask("POST", "/sign-in", body, **FORM)[0] == 403


OURS = ("127.0.0.1:8000", "localhost", "[::1]:8000", "192.168.1.7", "office.local:8000", "tracker")


@pytest.mark.parametrize("host", OURS)
def test_names_that_nobody_can_register_are_ours(host: str) -> None:
    assert door.is_ours(host, frozenset())


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "", "a b", "[::1", "x@"])
def test_other_names_have_to_be_listed(host: str) -> None:
    assert not door.is_ours(host, frozenset())
    listed = Settings(hosts="example.org, Other.example.org").names
    assert door.is_ours("EXAMPLE.org:443", listed)
    assert door.is_ours("127.0.0.1:8000", listed)
    assert not door.is_ours("192.168.1.7", listed)


def test_over_https_cookies_are_bound_to_the_host_and_browsers_stay_there(
    service: Service, people
) -> None:
    settings = Settings(
        home=service.settings.home, database_url=service.settings.database_url, secure_cookies=True
    )
    app = create_app(Service(settings, service.database, service.press))
    with TestClient(app, base_url="https://127.0.0.1") as client:
        answer = client.get("/sign-in")
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        for cookie in answer.headers.get_list("set-cookie"):
            assert cookie.startswith("__Host-")
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        with service.database.writing() as session:
            token = sessions.begin(session, people["EDITH"])
        client.cookies.set(COOKIE, token)
        assert client.get("/account", follow_redirects=False).status_code == 303
        client.cookies.set(named(COOKIE, secure=True), token)
        assert client.get("/account", follow_redirects=False).status_code == 200
