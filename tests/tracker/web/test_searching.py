"""Searching, as somebody meets it who types Burmese."""

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
