"""Private addresses, and the feed of reviewed changes that programs fetch by them. What became
of recommendations is invented."""

import re
import time
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
import structlog
from sqlmodel import delete, select

from recommendations import assessing, reviewing, triage
from recommendations.assessing import Finding
from recommendations.models import Call, Person
from recommendations.models.base import now
from recommendations.reviewing import Item
from recommendations.vocabulary import Stance, Status
from tests.tracker.web.test_pack_links import alike
from tracker.accounts import feeds, members
from tracker.accounts.feeds import FeedAddress, FeedKind
from tracker.accounts.models import CodeGiven, SecondFactor
from tracker.accounts.tries import FOR_AN_ADDRESS
from tracker.keeping import lock
from tracker.service import Service
from tracker.web.subscriptions import A_WHILE

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def address(signed_in, sample_record) -> str:
    """The path of a feed of EDITH's."""
    return made(signed_in("EDITH"))


def made(browsing) -> str:
    answer = browsing.post("/account/told/address", {"kind": "changes"})
    assert answer.status_code == 200
    (path,) = set(re.findall(r'value="http://[^/"]+(/feeds/[\w-]+)"', answer.text))
    return path


def entries(answer) -> list[dict[str, str]]:
    """A strict reading: what RFC 4287 demands of a feed and of every entry is there, once."""
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1, name
    told = []
    for entry in root.findall(f"{ATOM}entry"):
        (link,) = entry.findall(f"{ATOM}link")
        assert link.get("rel") == "alternate"
        found = {"link": link.get("href", "")}
        for name in ("id", "title", "updated", "content"):
            (element,) = entry.findall(ATOM + name)
            found[name] = element.text or ""
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", found["updated"])
        assert re.fullmatch(r"tag:tracker\.invalid,2026:[0-9a-f]{16}/\w+-\d+", found["id"])
        told.append(found)
    assert len({one["id"] for one in told}) == len(told)
    return told


def test_an_address_is_shown_once_and_kept_as_a_hash(
    service: Service, signed_in, said_in, address: str
) -> None:
    token = address.removeprefix("/feeds/")
    assert len(token) == 22
    page = signed_in("EDITH").get("/account/told").text
    assert token not in page
    assert "you have an address until" in said_in(page)
    with service.database.reading() as session:
        assert token not in str(session.exec(select(FeedAddress)).one())


def test_making_one_takes_a_code_and_ending_it_none(service: Service, signed_in, people) -> None:
    edith = signed_in("EDITH")
    with service.database.writing() as session:
        session.exec(delete(CodeGiven))
    asked = edith.post("/account/told/address", {"kind": "changes"})
    assert asked.status_code == 422
    assert "takes a code from your phone" in asked.text
    with service.database.writing() as session:
        token = feeds.make(session, people["EDITH"], FeedKind.CHANGES)
    assert edith.post("/account/told/address/end", {"kind": "changes"}).status_code == 303
    assert signed_in("").get(f"/feeds/{token}").status_code == 404


def test_a_kind_that_there_is_not_is_refused(signed_in) -> None:
    refused = signed_in("EDITH").post("/account/told/address", {"kind": "everything"})
    assert refused.status_code == 422
    assert "Choose what the address is for." in refused.text


def test_unknown_ended_expired_closed_and_of_another_kind_answer_alike(
    service: Service, signed_in, people, address: str
) -> None:
    stranger = signed_in("")
    edith = people["EDITH"]

    def renewed(kind: FeedKind = FeedKind.CHANGES) -> str:
        with service.database.writing() as session:
            return f"/feeds/{feeds.make(session, edith, kind)}"

    def set_(**values: object) -> None:
        with service.database.writing() as session:
            row = session.exec(select(FeedAddress)).one()
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)

    answers = {"unknown": alike(stranger, "/feeds/unknown")}
    later = renewed()
    answers["ended by the next"] = alike(stranger, address)
    set_(expires_at=now() - timedelta(seconds=1))
    answers["expired"] = alike(stranger, later)
    set_(expires_at=now() + timedelta(days=800))
    answers["made under another clock"] = alike(stranger, later)
    answers["a calendar"] = alike(stranger, renewed(FeedKind.CALENDAR))
    later = renewed()
    with service.database.writing() as session:
        session.get_one(Person, edith).recorded_at = now() - timedelta(days=8)
    answers["without a phone by now"] = alike(stranger, later)
    with service.database.writing() as session:
        session.add(SecondFactor(person=edith, seed="SAMPLE", confirmed_at=now()))
    assert stranger.get(later).status_code == 200
    with service.database.writing() as session:
        members.close(session, people["AMARA"], edith)
    answers["closed"] = alike(stranger, later)
    with service.database.writing() as session:
        members.reopen(session, people["AMARA"], edith)
    answers["closed and opened again"] = alike(stranger, later)
    assert set(answers.values()) == {answers["unknown"]}
    assert answers["unknown"][0] == 404


def test_the_lock_ends_every_address(service: Service, signed_in, address: str) -> None:
    stranger = signed_in("")
    lock.lock(service.database, service.settings.home)
    assert alike(stranger, address) == alike(stranger, "/feeds/unknown")
    lock.unlock(service.database, service.settings.home)
    assert stranger.get(address).status_code == 404


def test_guessing_addresses_is_slowed_down(signed_in, address: str) -> None:
    stranger = signed_in("")
    for number in range(FOR_AN_ADDRESS):
        assert stranger.get(f"/feeds/guess-{number}").status_code == 404
    assert stranger.get(address).status_code == 429


def test_no_address_is_in_the_log(signed_in, people) -> None:
    with structlog.testing.capture_logs() as told:
        path = made(signed_in("EDITH"))
        signed_in("").get(path)
        signed_in("").get(path + "x")
    said = [(line["event"], line.get("route")) for line in told]
    assert ("answered", "/feeds/{token}") in said
    assert ("private address made", None) in said
    assert path.removeprefix("/feeds/") not in str(told)


def test_the_feed_has_an_entry_for_each_reviewed_change(signed_in, address: str) -> None:
    told = entries(signed_in("").get(address))
    titles = [one["title"] for one in told]
    assert titles == [
        "NUG, recommendation 1: we find first step (a correction)",
        "NUG, recommendation 1: we find first step",
        "NUG, recommendation 1: we find first step",
        "NUG, recommendation 1: they say agreed in part",
    ]
    assert told[0]["link"].endswith("/recommendations/1/nug")
    assert "the bill was introduced on 2 March" in told[0]["content"]
    assert "As of 2 March 2025." in told[0]["content"]
    assert "shall provide housing" not in str(told)
    assert "nothing either way" not in str(told)
    assert "<p>Said on 1 March 2025.</p>" in told[3]["content"]


def test_what_was_so_before_stands_with_what_is_now(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    with service.database.writing() as session:
        in_part = Finding(
            Status.PARTLY_IN_EFFECT,
            "Sample: some of it.",
            date(2025, 5, 1),
            evidence=[(sample_record["bill"], Stance.SUPPORTS)],
        )
        rows = assessing.assess(
            session, people["EDITH"], service.today(), [sample_record["call"]], in_part
        )
        items = [Item("assessment", row.key) for row in rows]
        reviewing.review_all(session, people["RUTH"], items)
    title = entries(signed_in("").get(address))[0]["title"]
    assert title == "NUG, recommendation 1: we find first step → partly in effect"


def test_a_finding_whose_words_stay_inside_is_told_without_them(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    with service.database.writing() as session:
        triage.withdraw(session, people["RUTH"], sample_record["against"], "Sample.")
    answer = signed_in("").get(address)
    titles = {one["title"] for one in entries(answer)}
    assert titles == {
        "NUG, recommendation 1: a finding that stays inside",
        "NUG, recommendation 1: they say agreed in part",
    }
    assert "first step" not in answer.text
    assert "a bill was introduced" not in answer.text


def test_a_recommendation_whose_words_stay_inside_is_not_named(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    with service.database.writing() as session:
        call = session.get_one(Call, sample_record["call"])
        quote = session.connection().exec_driver_sql(
            "select quote from recommendation where id ="
            f" (select recommendation from measure where id = {call.measure})"
        )
        triage.withdraw(session, people["RUTH"], quote.scalar_one(), "Sample.")
    assert entries(signed_in("").get(address)) == []


def test_nothing_new_answers_with_nothing(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    stranger = signed_in("")
    first = stranger.get(address)
    assert first.headers["cache-control"] == "private, no-cache"

    def asked(headers: dict[str, str]):
        return stranger.client.get(address, headers=headers)

    mark = {"if-none-match": first.headers["etag"]}
    again = asked(mark)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert asked({"if-none-match": 'W/"other"'}).status_code == 200
    with service.database.writing() as session:
        triage.withdraw(session, people["RUTH"], sample_record["bill"], "Sample.")
    assert asked(mark).status_code == 200
    assert asked({"if-modified-since": "nonsense"}).status_code == 200


@pytest.mark.deep
def test_a_time_holds_once_its_second_is_over(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    stranger = signed_in("")
    with service.database.writing() as session:
        triage.withdraw(session, people["RUTH"], sample_record["bill"], "Sample.")
    assert "last-modified" not in stranger.get(address).headers
    time.sleep(A_WHILE.total_seconds() + 0.1)
    told = stranger.get(address).headers["last-modified"]
    asked = stranger.client.get(address, headers={"if-modified-since": told})
    assert asked.status_code == 304


def test_signs_that_mean_something_in_html_or_in_no_xml_are_only_read(
    service: Service, signed_in, people, sample_record, address: str
) -> None:
    with service.database.writing() as session:
        finding = Finding(
            Status.PARTLY_IN_EFFECT,
            "Sample <b>&amp;</b> ]]> \x0b end.",
            date(2025, 5, 1),
            evidence=[(sample_record["bill"], Stance.SUPPORTS)],
        )
        by = people["EDITH"]
        rows = assessing.assess(session, by, service.today(), [sample_record["call"]], finding)
        items = [Item("assessment", row.key) for row in rows]
        reviewing.review_all(session, people["RUTH"], items)
    (first, *_) = entries(signed_in("").get(address))
    assert "<p>Sample &lt;b&gt;&amp;amp;&lt;/b&gt; ]]&gt;  end.</p>" in first["content"]
