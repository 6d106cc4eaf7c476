"""Recording what an addressee itself says."""

import re
from datetime import date

from sqlmodel import col, select

from recommendations import addressing
from recommendations.models import Addressee, Position, PositionMeasure, Quote, Source
from recommendations.reviewing import Item, review_all
from recommendations.vocabulary import PositionValue, SourceKind, Supersession

HERE = "/recommendations/3/eu/update/position"
STATEMENT = {
    "new-title": "Sample conclusions",
    "new-publisher": "Sample Council",
    "new-kind": "official statement",
    "new-date": "2026-11-02",
    "new-text": "This is an invented sample. We support aid to those who left. We said no more.",
    "new-words": "We support aid to those who left.",
}
SAID = {"value": "agreed", "said_on": "2026-11-02"}


def positions(service) -> list[Position]:
    with service.database.reading() as session:
        return list(session.exec(select(Position).order_by(col(Position.id))))


def eu(service) -> tuple[int, list[int]]:
    with service.database.reading() as session:
        whom = session.exec(select(Addressee).where(Addressee.code == "eu")).one().key
    return whom, [6, 7, 8, 9]


def record(service, who, form_on, **more) -> int:
    fields = form_on(who.get(HERE), "position", **{**SAID, **STATEMENT, "measures": 6, **more})
    answer = who.post(HERE, fields)
    assert answer.status_code == 303, answer.text
    return positions(service)[-1].key


def test_their_words_are_recorded_on_one_page_and_stand_in_the_story(
    service, signed_in, form_on
) -> None:
    edith = signed_in("EDITH")
    part = {"value": "agreed in part", "part": "aid", "says_done": "on", "measures": [6, 7]}
    fields = form_on(edith.get(HERE), "position", **{**SAID, **STATEMENT, **part})
    preview = edith.post(HERE, {**fields, "do": "preview"})
    assert "As it will be read" in preview.text
    assert positions(service) == []
    first = edith.post(HERE, form_on(preview, "position"))
    assert first.headers["location"].startswith("/recommendations/3/eu#position-")
    assert edith.post(HERE, fields).headers["location"] == first.headers["location"]
    (said,) = positions(service)
    assert (said.value, said.part, said.says_done) == (PositionValue.AGREED_IN_PART, "aid", True)
    with service.database.reading() as session:
        assert session.exec(select(PositionMeasure.measure)).all() == [6, 7]
        quote = session.get_one(Quote, said.quote)
        assert quote.exact == STATEMENT["new-words"]
        assert session.get_one(Source, quote.source).kind is SourceKind.OFFICIAL_STATEMENT
    story = edith.get("/recommendations/3/eu").text
    assert "agreed in part" in story
    assert "says it is already done" in story


def test_what_is_missing_is_said_beside_each_field(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    answer = edith.post(HERE, form_on(edith.get(HERE), "position", part="kept as typed"))
    assert answer.status_code == 422
    for name in ("value", "said_on", "quote", "measures"):
        assert f'id="{name}-said"' in answer.text, name
    assert form_on(answer, "position")["part"] == ["kept as typed"]
    part = {**SAID, **STATEMENT, "value": "agreed in part", "measures": 6}
    answer = edith.post(HERE, form_on(answer, "position", **part, **{"part": ""}))
    assert 'id="part-said"' in answer.text
    nobody = {"new-title": "", "new-publisher": "", "new-url": ""}
    note = {**part, "value": "agreed", "new-kind": "meeting note", **nobody}
    answer = edith.post(HERE, form_on(answer, "position", **note))
    assert "this is a meeting note" in answer.text
    assert positions(service) == []


def test_a_quote_that_is_here_already_is_searched_and_picked(service, signed_in, form_on) -> None:
    edith = signed_in("EDITH")
    record(service, edith, form_on)
    quote = positions(service)[0].quote
    asked = form_on(edith.get(HERE), "position", q="support aid", do="search", **SAID)
    answer = edith.post(HERE, asked)
    assert f'value="{quote}"' in answer.text
    fields = form_on(answer, "position", quote=quote, measures=[8, 9])
    assert edith.post(HERE, fields).status_code == 303
    assert [p.quote for p in positions(service)] == [quote, quote]
    added = edith.post(HERE, form_on(edith.get(HERE), "position", **STATEMENT, do="add"))
    assert form_on(added, "position")["quote"] == [str(quote)]
    assert form_on(added, "position")["new-text"] == [""]


def test_beside_a_quote_stands_why_it_leaves_to_nobody(
    service, people, signed_in, form_on, said_in
) -> None:
    edith = signed_in("EDITH")
    said = record(service, edith, form_on)
    assert re.search(r"Stays inside\. \w[^.]+\.", said_in(edith.get(HERE).text))
    with service.database.writing() as session:
        review_all(session, people["RUTH"], [Item("position", said)])
    assert "Stays inside" not in said_in(edith.get(HERE).text)


def test_one_who_speaks_for_the_addressee_can_be_named(service, people, signed_in, form_on) -> None:
    edith, (whom, _) = signed_in("EDITH"), eu(service)
    assert "Who said it?" not in edith.get(HERE).text
    record(service, edith, form_on)
    with service.database.writing() as session:
        council = addressing.add_addressee(
            session,
            people["EDITH"],
            name="Sample Council",
            short="Council",
            parent=whom,
            speaks_for_quote=positions(service)[0].quote,
        ).key
    assert "Who said it?" in edith.get(HERE).text
    record(service, edith, form_on, speaker=council)
    record(service, edith, form_on, speaker=999999)
    assert [p.addressee for p in positions(service)] == [whom, council, whom]


def test_a_draft_is_edited_and_removed_by_its_author_alone(service, signed_in, form_on) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    mine = f"{HERE}/{record(service, edith, form_on)}"
    fields = form_on(edith.get(mine), "position", value="not accepted", measures=[7])
    assert emil.post(mine, fields).status_code == 403
    assert edith.post(mine, fields).status_code == 303
    (said,) = positions(service)
    assert (said.value, said.said_on) == (PositionValue.NOT_ACCEPTED, date(2026, 11, 2))
    assert emil.post(f"{mine}/remove").status_code == 403
    assert edith.post(f"{mine}/remove").status_code == 303
    assert positions(service) == []
    assert edith.get(mine).status_code == 404


def test_the_second_of_two_people_is_shown_both_versions(
    service, people, signed_in, form_on
) -> None:
    edith, emil = signed_in("EDITH"), signed_in("EMIL")
    opened = emil.get(HERE)
    first = record(service, edith, form_on)
    assert "<b>EDITH</b> has a draft" in emil.get(HERE).text
    with service.database.writing() as session:
        review_all(session, people["RUTH"], [Item("position", first)])
    fields = form_on(opened, "position", **SAID, **STATEMENT, measures=[6, 7])
    answer = emil.post(HERE, {**fields, "value": "acknowledged"})
    assert answer.status_code == 409
    assert "Two versions" in answer.text
    assert emil.post(HERE, form_on(answer, "position")).status_code == 303
    second = positions(service)[-1]
    assert (second.base, second.supersession) == (first, Supersession.NEWS)
    assert "What kind of change" in edith.get(HERE).text
