"""Searching, as somebody meets it who types Burmese."""

import re
from urllib.parse import quote


def test_words_in_zawgyi_are_shown_beside_their_unicode_and_not_changed(signed_in) -> None:
    browsing = signed_in("EDITH")
    zawgyi, unicode = "ျမန္မာႏိုင္ငံ အစိုးရသည္", "မြန်မာနိုင်ငံ အစိုးရသည်"
    told = browsing.get(f"/search?q={quote(zawgyi)}").text
    assert "look like Zawgyi" in told
    assert f'value="{zawgyi}"' in told
    assert f'href="/search?q={quote(unicode)}"' in told
    assert "Zawgyi" not in browsing.get(f"/search?q={quote(unicode)}").text


def test_of_a_word_too_short_to_tell_the_page_says_may_be(signed_in) -> None:
    told = signed_in("EDITH").get(f"/search?q={quote('စစ္')}").text
    assert "may be Zawgyi" in told


def test_english_words_are_not_asked_about(signed_in) -> None:
    assert "Zawgyi" not in signed_in("EDITH").get("/search?q=support").text


def test_a_search_marks_its_words_says_where_they_are_used_and_is_narrowed(signed_in) -> None:
    browsing = signed_in("RUTH")
    told = browsing.get("/search?q=support").text
    assert "<mark>support</mark>" in told.casefold()
    assert "Called for from" in told
    assert 'aria-label="Pages"' in browsing.get("/search?q=the").text
    second = browsing.get("/search?q=the&at=2").text
    assert "Page 2 of" in second
    assert 'rel="prev"' in second
    narrowed = browsing.get("/search?q=support&what=recommendation&addressee=eu").text
    assert "<details open><summary>Narrow it" in narrowed
    assert '<p class="label">Quote' not in narrowed
    assert '<p class="label">Recommendation' in narrowed


def test_without_hits_the_page_says_what_to_try_and_a_day_that_is_none_is_said(signed_in) -> None:
    browsing = signed_in("BORIS")
    assert "Nothing here has all of these words" in browsing.get("/search?q=nosuchword").text
    told = browsing.get("/search?q=support&since=yesterday").text
    assert "Write the date as year-month-day" in told
    assert 'value="yesterday"' in told
    for odd in ("&what=nothing&measure=x&stance=y&kind=z&tier=S3&at=-1", "&measure=99999999999"):
        assert browsing.get(f"/search?q=support{odd}").status_code == 200


def test_a_quote_leads_to_its_place_in_the_source_where_its_words_are_marked(signed_in) -> None:
    browsing = signed_in("RUTH")
    told = browsing.get("/search?q=support&what=quote").text
    path, quote = re.findall(r'href="(/sources/\d+\?at=\d+-\d+)#q(\d+)"', told)[0]
    there = browsing.get(path)
    assert f'id="q{quote}"' in there.text
    assert '<span class="found" id="f1"' in there.text
    assert "at=" in str(there.url)
    start, end = re.findall(r"at=(\d+)-(\d+)", path)[0]
    assert f"at={start}-{end}" in str(there.url)
