"""Hostile forms: whatever is sent, no answer is a failure of ours, nothing is half
saved, and every page can still be read afterwards."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
import structlog

from recommendations.records import chain
from recommendations.vocabulary import Role
from tracker import web
from tracker.database import broken_keys
from tracker.keeping import lock
from tracker.service import Service
from tracker.web.policy import Policy

FORM = "application/x-www-form-urlencoded"
MEGABYTE = 2**20
READS = re.compile(r'(?:form|fields)\.(?:text|all|has|word|among|day|numbers?)\(\s*"([^"]+)"')
FIELDS = sorted(
    {
        name
        for path in Path(next(iter(web.__path__))).glob("*.py")
        for name in READS.findall(path.read_text())
    }
)
"""Every field that some page reads."""
VALUES: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \t\r\n ",
    "zero": b"0",
    "below zero": b"-1",
    "larger than the database counts": str(2**31).encode(),
    "nine digits": b"999999999",
    "five thousand digits": b"9" * 5000,
    "digits of another script": "٣".encode(),
    "a superscript": "³".encode(),
    "a fraction": b"1.5e308",
    "NUL": b"a\0b",
    "a lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xfa",
    "half a letter": b"\xe1\x80",
    "right to left": "\u202esample\u202c\u2066".encode(),
    "letters outside the first plane": "𝄞𒀀🜁".encode(),
    "a tag": b"<script>alert(1)</script>",
    "a template": b"{{ 7*7 }}{% raise %}",
    "a formula": b"=1+1",
    "an apostrophe": b"'; drop table quote; --",
    "a wildcard": b"%_\\%%",
    "the first day": b"0001-01-01",
    "the last day": b"9999-12-31",
    "no such day": b"2025-02-30",
    "a word of no vocabulary": b"nearly done",
    "two thousand words": b"sample " * 2000,
    "a hundred thousand letters": b"x" * 100_000,
    "another's draft": b"assessment-1@1",
    "a path": b"../../etc/passwd",
    "a header": b"a\r\nset-cookie: b=c",
}
WORKING = {
    "do": "save", "status": "first step", "value": "agreed", "reason": "Sample.",
    "true_on": "2025-03-01", "said_on": "2025-03-01", "on": "2025-03-01", "answer": "may leave",
    "new-kind": "news", "new-date": "2025-03-01", "new-title": "Sample", "new-publisher": "Sample",
    "new-text": "A sample step was taken.", "new-words": "A sample step was taken.",
    "places": "the sample gazette", "looked_for": "step", "chosen": "yes", "why": "Sample.",
    "decided_by": "Sample", "decided_on": "2025-03-01", "role": "editor", "calls": "1",
    "measures": "1", "recommendation": "1", "quote": "1", "cell": "1-1", "name": "Sample office",
    "short": "Sample", "what": "Sample.", "email": "sample@example.org", "code": "Sample",
}  # fmt: skip
"""With one value of these at a time replaced, a form gets further than the first check."""
LARGE = ("reason", "why", "new-text", "q", "places", "what")
"""A megabyte in each is still less than the largest form."""


quoted = cache(quote_from_bytes)
"""The same few values, some of them a megabyte, go into every field of every form."""


def body(fields: dict[str, bytes]) -> bytes:
    return "&".join(f"{name}={quoted(v)}" for name, v in fields.items()).encode()


def forms(names: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """What it is, its content type and its bytes."""
    working = {name: said.encode() for name, said in WORKING.items()}
    yield "no fields", FORM, b""
    yield "JSON", "application/json", b'{"do": ["save"]}'
    yield "no form at all", FORM, b"\xff&&==;\0%zz%"
    yield "a broken upload", "multipart/form-data; boundary=x", b"--x\r\ncontent-dis"
    upload = (
        b'--x\r\ncontent-disposition: form-data; name="why"; filename="a"\r\n\r\n\0\r\n--x--\r\n'
    )
    yield "a file for a field", "multipart/form-data; boundary=x", upload
    yield "repeated fields", FORM, b"&".join([body(working)] * 20)
    yield "ten thousand fields", FORM, body({f"use.{n}": b"supports" for n in range(10_000)})
    yield "a megabyte in a field", FORM, body({**working, **dict.fromkeys(LARGE, b"x" * MEGABYTE)})
    yield "a megabyte of words", FORM, body({"q": b"ab " * (MEGABYTE // 3), "do": b"search"})
    yield "all of it as it works", FORM, body(working)
    for counted, (called, value) in enumerate(VALUES.items()):
        yield f"{called} everywhere", FORM, body(dict.fromkeys(names, value))
        half = dict.fromkeys(names[counted % 2 :: 2], value)
        yield f"{called} in half", FORM, body({**working, **half})


def who_asks(policy: Policy, pattern: str) -> str:
    if policy is Policy.ANYONE:
        return ""
    if pattern.startswith("/review"):
        return "RUTH"
    return "EDITH" if Role.EDITOR in policy.roles else "AMARA"


def names_of(pattern: str, path: str) -> list[str]:
    """Some fields are named after what they belong to."""
    last = path.rsplit("/", 1)[1]
    own = ["use.1", "use.999999999", "base.1", "base.x", "base.1.1", "kept.a", "flag", "graphic"]
    return [
        *FIELDS,
        *own,
        *(
            f"{at}-{n}"
            for at in (f"m{last}", "r1")
            for n in ("label", "words", "kind", "done_when")
        ),
    ]


@pytest.mark.deep
@pytest.mark.parametrize("every", [70, 1], ids=["some", "all"])
def test_no_form_makes_the_service_fail(
    signed_in, routes, service: Service, database_kind: str, figure, every: int
) -> None:
    """All: each route gets every form. Some: each gets one or two of them, in turn."""
    if every == 1 and database_kind == "postgresql":
        every = 7
    failed, counts = [], Counter[str]()
    with structlog.testing.capture_logs() as lines:
        for shift, route in enumerate(r for r in routes if r.method == "POST"):
            code = who_asks(route.policy, route.pattern)
            for n, (called, kind, sent) in enumerate(forms(names_of(route.pattern, route.path))):
                if n % every != shift % every:
                    continue
                browsing = signed_in(code)
                answer = browsing.post_bytes(route.path, sent, kind)
                counts["sent"] += 1
                lock.unlock(service.database, service.settings.home)
                counts[str(answer.status_code // 100)] += 1
                if answer.status_code >= 500:
                    failed.append(f"{route.pattern}: {called} {answer.status_code} {lines[-1:]}")
        for code in ("EDITH", "AMARA") if every == 1 else ("EDITH",):
            for route in (r for r in routes if r.method == "GET"):
                status = signed_in(code).get(route.path).status_code
                counts["read"] += 1
                if status >= 500:
                    failed.append(f"then {route.pattern}: {status} {lines[-1:]}")
    with service.database.reading() as session:
        broken = [*chain.verify(session), *broken_keys(session.connection())]
    print(*failed, sep="\n")
    figure(
        "form and API fuzz",
        f"{counts['sent']} hostile forms, then {counts['read']} pages read: {len(failed)} answers "
        f"of 500 or more, {len(broken)} broken records",
    )
    assert failed == []
    assert broken == []
    assert counts["3"] > 0


def test_no_search_is_too_long_and_no_number_too_large(signed_in) -> None:
    """Once these ended in a failure: databases refuse a search for thousands of words, and
    numbers of thousands of digits are none."""
    editor, digits = signed_in("EDITH"), "9" * 5000
    asked = [f"{page}q={'ab+' * 2000}" for page in ("/search?", "/packs/eu/quotes?")]
    asked += [f"/search?q={'x' * 60_000}", f"/start/grounds?q=a&for={digits}"]
    assert {editor.get(path).status_code for path in asked} == {200}
    assert editor.post("/looked", {"cell": f"{digits}-1"}).status_code == 422


def test_an_unknown_use_of_a_new_quote_counts_as_support(signed_in, sample_record) -> None:
    """Once this ended in a failure as well."""
    fields = {**WORKING, "calls": str(sample_record["call"]), "new-use": "nearly"}
    answer = signed_in("EDITH").post("/recommendations/1/nug/update", fields)
    assert answer.status_code == 303
