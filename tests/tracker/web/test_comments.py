"""Comments beside findings: read by everybody inside, and by nobody else. What is said here is
a sample."""

import json
import re

import pytest
from sqlmodel import Session, select

from recommendations import commenting, triage
from recommendations.errors import NotAllowed, Refused
from recommendations.models import Comment, Quote
from recommendations.records.hidden import WITHHELD
from recommendations.register.comments import read_comments
from recommendations.vocabulary import Role
from tests.terminal import Terminal

STORY = "/recommendations/1/nug"


def said_on(session: Session, finding: int, role: Role = Role.EDITOR) -> list[str]:
    return [one.words for one in read_comments(session, [finding], role, None).get(finding, ())]


def test_anybody_here_comments_on_a_finding_and_everybody_reads_it(
    signed_in, said_in, form_on, sample_record
) -> None:
    finding, boris = sample_record["finding"], signed_in("BORIS")
    form = form_on(boris.get(STORY), f"comment-on-{finding}", words="Sample: is the bill enough?")
    answer = boris.post(f"{STORY}/findings/{finding}", form)
    assert answer.headers["location"] == f"{STORY}#finding-{finding}"
    boris.post(f"{STORY}/findings/{finding}", form)
    page = said_in(signed_in("EMIL").get(STORY).text)
    assert page.count("Sample: is the bill enough?") == 1
    assert "1 comment" in page


def test_on_an_earlier_day_no_later_comment_is_shown(
    service, signed_in, people, sample_record
) -> None:
    with service.database.writing() as session:
        commenting.comment(session, people["BORIS"], sample_record["finding"], "Sample words.")
    past = signed_in("EDITH").get(f"{STORY}?as-of=2025-06-01").text
    assert "Sample words." not in past
    assert "comment-on-" not in past


def test_what_is_refused_says_why_beside_the_field_and_keeps_what_was_typed(
    signed_in, said_in, sample_record
) -> None:
    path = f"{STORY}/findings/{sample_record['finding']}"
    edith = signed_in("EDITH")
    refused = edith.post(path, {"words": "Sample: call 09 123 456 789."})
    assert refused.status_code == 422
    assert "looks like a telephone number" in refused.text
    assert "Sample: call 09 123 456 789." in refused.text
    assert "Write what you want to say." in edith.post(path, {"words": " "}).text
    assert "are too many" in edith.post(path, {"words": "a" * 4_001}).text
    draft = f"{STORY}/findings/{sample_record['draft']}"
    assert edith.post(draft, {"words": "Sample."}).status_code == 422
    assert edith.post(f"{STORY}/findings/999999", {"words": "Sample."}).status_code == 404
    assert edith.get(STORY).text.count('class="comment"') == 0


def test_a_comment_is_taken_back_by_its_author_or_an_administrator(
    service, signed_in, said_in, people, sample_record
) -> None:
    with service.database.writing() as session:
        made = commenting.comment(
            session, people["EDITH"], sample_record["finding"], "Sample: I was wrong."
        ).key
    path = f"{STORY}/comments/{made}"
    assert signed_in("EMIL").post(path).status_code == 403
    assert signed_in("EDITH").post(path).status_code == 303
    page = said_in(signed_in("BORIS").get(STORY).text)
    assert "Sample: I was wrong." not in page
    assert "EDITH said something on" in page
    with service.database.writing() as session:
        with pytest.raises(Refused, match="taken back already"):
            commenting.take_back(session, people["AMARA"], made)
        with pytest.raises(NotAllowed):
            commenting.take_back(
                session,
                people["EMIL"],
                commenting.comment(session, people["EDITH"], sample_record["finding"], "B.").key,
            )
        assert session.exec(select(Comment.words).where(Comment.id == made)).one() != ""


def test_words_that_not_everybody_may_read_are_no_comment(service, people, sample_record) -> None:
    finding = sample_record["finding"]
    with service.database.writing() as session:
        bill = session.get_one(Quote, sample_record["bill"]).exact.replace("\n", " ")
        words = f"Sample: they wrote “{bill}” and no more."
        commenting.comment(session, people["BORIS"], finding, words)
        assert said_on(session, finding) == [words]
        triage.withdraw(session, people["RUTH"], sample_record["bill"], "Sample.")
        with pytest.raises(Refused, match="withdrawn or sealed"):
            commenting.comment(session, people["BORIS"], finding, words.upper())
        (shown,) = said_on(session, finding)
        assert WITHHELD in shown
        assert "medical care" not in shown
        assert said_on(session, finding, Role.ADMINISTRATOR) == [words]


def test_comments_at_a_terminal(service, people, sample_record, monkeypatch, capsys) -> None:
    terminal = Terminal(monkeypatch, capsys).at(service.settings.home, service.database.url)
    finding = str(sample_record["finding"])
    status, said = terminal.say("comment", "add", finding, "Sample: well put.", "--as", "BORIS")
    assert status == 0
    (number,) = re.findall(r"comment (\d+)", said)
    _, listed = terminal.say("comment", "list", finding, "--json", "--as", "EDITH")
    assert [one["words"] for one in json.loads(listed)] == ["Sample: well put."]
    assert terminal.say("comment", "take-back", number, "--as", "EMIL")[0] == 1
    assert terminal.say("comment", "take-back", number, "--as", "BORIS")[0] == 0
    assert "(taken back by BORIS)" in terminal.say("comment", "list", finding, "--as", "EDITH")[1]
