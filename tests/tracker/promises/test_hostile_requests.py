"""Hostile addresses, queries, headers and cookies: whatever stands around a request, no
answer is a failure of ours."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import structlog

from recommendations.records import chain
from recommendations.vocabulary import Role
from tracker import web
from tracker.database import broken_keys
from tracker.keeping import lock
from tracker.service import Service
from tracker.web.policy import Policy

ASKED = re.compile(r'QueryParameter\(name="([^"]+)"\)|(\w+): FromQuery|"(\w+)" in request.query')
QUERIES = sorted(
    {
        name
        for path in Path(next(iter(web.__path__))).glob("*.py")
        for found in ASKED.findall(path.read_text())
        for name in found
        if name
    }
)
"""Every name that some page reads in an address."""
PIECES = {
    "nothing": "",
    "zero": "0",
    "below zero": "-1",
    "larger than the database counts": str(2**31),
    "larger than any number": "9" * 3000,
    "digits of another script": "%D9%A3",
    "a fraction": "1.5e308",
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "half a letter": "%E1%80",
    "broken signs": "%zz%",
    "right to left": "%E2%80%AEsample",
    "a tag": "%3Cscript%3Ealert(1)%3C/script%3E",
    "a template": "%7B%7B7*7%7D%7D",
    "a wildcard": "%25_%5C",
    "an apostrophe": "%27;drop%20table%20quote;--",
    "a path": "..%2F..%2Fetc%2Fpasswd",
    "another service": "%2F%2Fsample.invalid",
    "a header": "a%0D%0Aset-cookie:%20b=c",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "no such day": "2025-02-30",
    "four hundred words": "sample+" * 400,
    "three thousand letters": "x" * 3000,
    "Burmese": "%E1%80%99%E1%80%BC%E1%80%94%E1%80%BA",
}
"""As they stand in an address, which no client makes longer than 64 KB."""
LONGEST = 60_000
HEADERS: list[tuple[str, bytes]] = [
    ("accept", b"\xff\xfe;q=\x01"),
    ("accept-encoding", b"gzip;q=9, br, \xff"),
    ("accept-language", b"my;q=" + b"9" * 5000),
    ("authorization", b"Bearer \xf0\x9f\x98\x80"),
    ("content-encoding", b"gzip"),
    ("content-length", b"-1"),
    ("content-length", b"many"),
    ("content-type", b"multipart/form-data"),
    ("content-type", b"multipart/form-data; boundary=" + b"x" * 5000),
    ("content-type", b"application/x-www-form-urlencoded; charset=utf-7"),
    ("content-type", b"application/json; charset=\xff"),
    ("content-type", b"\xff\xfe"),
    ("expect", b"100-continue"),
    ("forwarded", b"for=\xff;host=sample.invalid"),
    ("host", b"sample.invalid:99999"),
    ("host", b"\xff\xfe"),
    ("if-modified-since", b"no day"),
    ("if-none-match", b'"' * 5000),
    ("origin", b"null"),
    ("range", b"bytes=9-1,-,x"),
    ("referer", b"http://sample.invalid/\xed\xa0\x80"),
    ("sec-fetch-site", b"\xff"),
    ("transfer-encoding", b"chunked, \xff"),
    ("x-csrftoken", b"\xff\xfe" * 500),
    ("x-forwarded-for", b"999.999.999.999, ::1, \xff"),
    ("x-http-method-override", b"DELETE"),
]
COOKIES = [
    b"\xff\xfe\xfa",
    b"\xed\xa0\x80",
    b"x" * 60_000,
    b'"',
    b"a\\000b",
    b"; ; =; ==",
    b"'; drop table sign_in; --",
    b"%00%ff",
    b"../../secret",
    b"{{7*7}}",
    b"0" * 64,
    "မြန်မာ".encode(),
]
NAMES = ("session", "form", "entering", "device", "\x00", "")


def addresses(pattern: str, path: str) -> Iterator[tuple[str, str]]:
    """What is hostile about it, and the address."""
    for called, piece in PIECES.items():
        yield f"{called} at the end", f"{path}/{piece}"
        for name in re.findall(r"{\w+:\w+}", pattern):
            yield f"{called} for {name}", in_place_of(pattern, path, name, piece)
    for called, piece in PIECES.items():
        yield f"{called} for every query", f"{path}?{for_every_query(piece)}"
        yield f"{called} as a query", f"{path}?{piece}"
    yield "four thousand queries", f"{path}?{'&'.join(f'a{n}={n}' for n in range(4000))}"
    yield "each query twice", f"{path}?{'&'.join(f'{n}=1&{n}=eu' for n in QUERIES)}"


def for_every_query(piece: str) -> str:
    """As many of a long one as an address has room for."""
    each = [f"{name}={piece}" for name in QUERIES]
    return "&".join(each[: max(1, LONGEST // max(map(len, each)))])


def in_place_of(pattern: str, path: str, name: str, piece: str) -> str:
    parts = zip(pattern.split("/"), path.split("/"), strict=True)
    return "/".join(piece if asked == name else real for asked, real in parts)


def requests(pattern: str, path: str) -> Iterator[tuple[str, str, dict[str, bytes]]]:
    for called, address in addresses(pattern, path):
        yield called, address, {}
    for name, value in HEADERS:
        yield f"{name}: {value[:20]!r}", path, {name: value}
    for name in NAMES:
        for value in COOKIES:
            yield f"cookie {name!r} {value[:20]!r}", path, {"cookie": name.encode() + b"=" + value}


def who_asks(policy: Policy) -> str:
    return "" if policy is Policy.ANYONE else "EDITH" if Role.EDITOR in policy.roles else "AMARA"


@pytest.mark.on_sqlite
def test_a_number_larger_than_any_is_the_number_of_nothing(signed_in, routes) -> None:
    numbered = [
        (route, in_place_of(route.pattern, route.path, name, PIECES["larger than any number"]))
        for route in routes
        for name in re.findall(r"{\w+:int}", route.pattern)
    ]
    answers = {
        f"{route.method} {route.pattern}": send(
            signed_in(who_asks(route.policy)), route.method, address, {}
        )
        for route, address in numbered
    }
    assert len(numbered) > 50
    assert {said: status for said, status in answers.items() if status >= 500} == {}


@pytest.mark.deep
@pytest.mark.on_sqlite
@pytest.mark.parametrize("every", [8])
def test_no_request_makes_the_service_fail(
    signed_in, routes, service: Service, figure, every: int
) -> None:
    """Each route gets every eighth of them, in turn: what the one leaves out, the next has."""
    failed, counts = [], Counter[str]()
    with structlog.testing.capture_logs() as lines:
        for shift, route in enumerate(routes):
            mine = islice(requests(route.pattern, route.path), shift % every, None, every)
            who = signed_in(who_asks(route.policy))
            for called, address, headers in mine:
                status = send(who, route.method, address, headers)
                counts[str(status // 100)] += 1
                if status >= 500:
                    failed.append(f"{route.method} {route.pattern}: {called} {lines[-1:]}")
                if route.method == "POST":
                    lock.unlock(service.database, service.settings.home)
                    who = signed_in(who_asks(route.policy))
    with service.database.reading() as session:
        broken = [*chain.verify(session), *broken_keys(session.connection())]
    print(*failed[:50], sep="\n")
    figure(
        "form and API fuzz",
        f"{counts.total()} hostile addresses, queries, headers and cookies to {len(routes)} "
        f"routes: {len(failed)} answers of 500 or more, {len(broken)} broken records",
    )
    assert (failed, broken) == ([], [])
    assert counts["2"] > 0
    assert counts["4"] > 0


def send(who, method: str, address: str, headers: dict[str, bytes]) -> int:
    """What is hostile about a cookie stands beside the right ones."""
    if "form" not in who.cookies:
        who.get("/sign-in")
    kept = "; ".join(f"{name}={value}" for name, value in who.cookies.items()).encode()
    cookie = b"; ".join(part for part in (headers.get("cookie", b""), kept) if part)
    sent = {**headers, "cookie": cookie} if cookie else headers
    data = {"_csrf_token": who.cookies.get("form", "")} if method == "POST" else None
    who.client.cookies.clear()
    answer = who.client.request(method, address, headers=sent, data=data, follow_redirects=False)
    for header in answer.headers.get_list("set-cookie"):
        if header.startswith("form="):
            who.cookies["form"] = header.partition("=")[2].partition(";")[0]
    return answer.status_code
