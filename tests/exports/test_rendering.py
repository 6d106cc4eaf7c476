import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from exports.rendering import (
    full_pack_body,
    full_pack_sections,
    leave_behind_body,
    leave_behind_html,
)
from exports.setting import Setting, set_closer, setting, settings
from recommendations.vocabulary import PositionValue, Status


class Reader(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def read(html: str) -> str:
    return " ".join(Reader(html).text.split())


def test_preview_and_print_share_one_body(samples):
    pack = samples.full()
    assert leave_behind_body(pack) in leave_behind_html(pack)


def test_markup_in_a_field_is_text(samples):
    pack = replace(samples.full(), office='<script>alert("1")</script><img src=x>')
    read_back = Reader(leave_behind_html(pack))
    assert '<script>alert("1")</script><img src=x>' in read_back.text
    assert not {"script", "img"} & set(read_back.tags)


def test_a_fresh_pack_says_what_is_not_known(samples):
    said = read(leave_behind_body(samples.fresh()))
    assert "not yet assessed" in said
    assert "no position on record, and no search for one yet" in said
    assert "Nothing has been assessed yet, so there is no evidence to set out" in said
    assert "No search is on record yet." in said
    assert "[institution] [instrument] [date] [test of done]" in said


def test_findings_without_evidence_are_not_called_unassessed(samples):
    pack = samples.full()
    bare = replace(pack.asks[0].findings[2], evidence=())
    said = read(leave_behind_body(replace(pack, asks=(replace(pack.asks[0], findings=(bare,)),))))
    assert "No evidence is quoted for the findings on the first page." in said
    assert "Nothing has been assessed yet" not in said


def test_evidence_against_stands_beside_evidence_for(samples):
    said = read(leave_behind_body(samples.full()))
    assert said.count(" For “") + said.count("For None on record") == 4
    assert said.count("Against “") + said.count("Against None on record.") == 4


def test_a_position_says_where_we_looked(samples):
    said = read(leave_behind_body(samples.full()))
    assert "Sample Parliament: none found in its adopted texts on 20 November 2026." in said


def test_an_issued_edition_carries_no_draft_mark(samples):
    pack = replace(samples.full(), draft=False, sample=False, edition="Edition 3")
    html = leave_behind_html(pack)
    assert "DRAFT" not in html
    assert "SAMPLE" not in html
    assert "cannot be verified" not in html


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_own_shape(samples, status):
    shapes = {other: _shape(samples, status=other) for other in Status}
    assert [other for other in Status if shapes[other] == shapes[status]] == [status]


@pytest.mark.parametrize("value", list(PositionValue))
def test_every_position_has_its_own_shape(samples, value):
    shapes = {other: _shape(samples, value=other) for other in PositionValue}
    assert [other for other in PositionValue if shapes[other] == shapes[value]] == [value]


def _shape(samples, status=None, value=None) -> str:
    ask = samples.full().asks[0]
    finding = replace(ask.findings[0], status=status or ask.findings[0].status)
    position = replace(ask.positions[0], value=value or ask.positions[0].value)
    ask = replace(ask, findings=(finding,), positions=(position,))
    html = leave_behind_body(replace(samples.full(), asks=(ask,)))
    start = html.index(
        "</title>", html.index('<p class="finding' if status else '<p class="position')
    )
    return html[start : html.index("</svg>", start)]


def test_more_words_are_set_more_closely():
    choices = (Setting("roomy", 2, 1, 10), Setting("even", 4, 3, 10), Setting("close", 0, 0, 0))
    lines = ["ten letter", "ten letter and more"]
    assert setting(iter(lines[:1]), choices, "Letter") == "roomy"
    assert setting(iter(lines), choices, "A4") == "even"
    assert setting(iter(lines * 2), choices, "A4") == "close"
    assert setting(iter(lines[:1]), choices, "A4", closer=1) == "even"


def test_what_ran_over_is_set_more_closely_until_there_is_no_closer(samples):
    pack, seen = samples.fresh(), []
    while pack:
        seen.append(settings(pack))
        pack = set_closer(pack)
    assert seen == [("roomy", "roomy"), ("even", "even"), ("snug", "close"), ("close", "close")]


def test_words_that_stand_above_an_ask_are_not_said_twice(samples):
    pack = samples.full()
    ask = pack.asks[0]
    support = ask.asked[0].quote
    assert read(leave_behind_body(pack)).count(support.words) == 1
    held = replace(ask.positions[0], quote=support)
    said = leave_behind_body(replace(pack, asks=(replace(ask, positions=(held,)),)))
    assert read(said).count(support.words) == 1
    asked = said[said.index('<p class="asked">') :]
    assert f'href="#source-{support.citation}"' in asked[: asked.index("</p>")]


def test_the_full_pack_is_sections_that_point_at_one_another(samples):
    sections = full_pack_sections(samples.pack(samples.full(asks=3)))
    assert [key for key, _ in sections] == [
        *("cover", "summary", "contents", "matrix"),
        *("recommendation-1", "recommendation-2", "recommendation-3"),
        *("changes", "method", "back"),
    ]
    together = "".join(html for _, html in sections)
    ids, targets = (re.findall(rf'{attribute}="#?([\w-]+)"', together) for attribute in IDS)
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert set(re.findall(r'data-page-of="([^"]+)"', together)) <= set(ids)


IDS = (" id", " href")


def test_what_differs_in_every_edition_stands_on_the_cover_and_at_the_back_alone(samples):
    """And along the margins, which the press takes from the first section."""
    pack = samples.pack(replace(samples.full(), history="12: 3f2a", verify="Its data has a hash."))
    brief = replace(
        pack.brief,
        edition="Edition 2",
        as_of=date(2027, 2, 1),
        title="Sample, Edition 2",
        history="13: 9b1c",
        verify="Another hash.",
    )
    of_each = [
        [(key, re.sub("<body[^>]*>", "", html)) for key, html in full_pack_sections(one)]
        for one in (pack, replace(pack, brief=brief))
    ]
    changed = [before[0] for before, after in zip(*of_each, strict=True) if before != after]
    assert changed == ["cover", "back"]


def test_the_method_tells_every_word_of_findings_and_positions(samples):
    html = full_pack_body(samples.pack(samples.full()))
    method = html[html.index('id="method"') : html.index('id="sources"')]
    matrix = html[html.index('id="matrix"') : html.index('id="changes"')]
    for word in (*Status, *PositionValue):
        assert f"{word}</th>" in method
        assert f"{word}</span>" in matrix


def test_markup_in_a_full_pack_is_text(samples):
    hostile = '<script>alert("1")</script><img src=x>'
    pack = samples.pack(replace(samples.full(), office=hostile, contact=hostile))
    read_back = Reader("".join(html for _, html in full_pack_sections(pack)))
    assert read_back.text.count(hostile) == 12
    assert not {"script", "img"} & set(read_back.tags)


def test_a_full_pack_has_headings_in_their_order(samples):
    tags = Reader(full_pack_body(samples.pack(samples.full()))).tags
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
