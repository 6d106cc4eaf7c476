"""Text as people bring it in: two encodings of Burmese side by side, and signs nobody sees.
Burmese here is from public samples; nothing of it is a source."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from recommendations import quoting, searching
from recommendations.arriving import Keep, arrived, chosen, offer, turning
from recommendations.errors import Refused
from recommendations.models import RawFile, Source
from recommendations.reading.converted import converted
from recommendations.reading.parts import ReadPage, ReadSection, ReadSource
from recommendations.records.descriptions import Described
from recommendations.vocabulary import Fidelity, SourceKind
from recommendations.zawgyi import to_unicode

TODAY = date(2026, 11, 22)
GOLD = Path(__file__).parents[1] / "gold/burmese"
ZAWGYI = "ျမန္မာႏိုင္ငံ ျပည္သူလူထု အဖြဲ႕အစည္း"
UNICODE = "မြန်မာနိုင်ငံ ပြည်သူလူထု အဖွဲ့အစည်း"
MIXED = f"Sample statement\n{ZAWGYI}\n\nEnd."


@pytest.mark.parametrize("pair", ["udhr", "mmgov"])
def test_a_whole_text_is_offered_once_and_becomes_what_it_says(pair: str) -> None:
    old, new = ((GOLD / f"{pair}_{name}.txt").read_text() for name in ("zawgyi", "unicode"))
    assert offer(new) is None
    found = offer(old)
    assert found
    assert found.sure
    assert found.unicode == "\n".join(to_unicode(line) for line in old.split("\n"))


def test_nothing_is_converted_unless_a_person_says_so() -> None:
    with pytest.raises(Refused, match="looks like Zawgyi") as refused:
        arrived(MIXED)
    assert set(refused.value.sentences) == {"text-burmese"}
    kept = arrived(MIXED, Keep.AS_IT_IS)
    assert (kept.text, kept.read_by("sample 1")) == (MIXED, "sample 1")
    changed = arrived(MIXED, Keep.CONVERTED)
    assert changed.text == MIXED.replace(ZAWGYI, UNICODE)
    assert changed.read_by("sample 1") == "sample 1, Zawgyi converted 1"
    for choice in ("", Keep.AS_IT_IS, Keep.CONVERTED):
        for text in (UNICODE, "Sample", ""):
            assert arrived(text, choice).text == text


def test_what_is_not_certain_says_so_and_is_shown_all_the_same() -> None:
    short = "ျမန္"
    with pytest.raises(Refused, match="it is not sure"):
        arrived(short, field="words")
    found = offer(short)
    assert found
    assert not found.sure
    assert found.lines[0].unicode == to_unicode(short)


def test_zero_width_signs_that_burmese_needs_are_kept() -> None:
    for sign in ("\u200b", "\u200c", "\u200d"):
        text = UNICODE.replace(" ", sign)
        assert arrived(text).text == text
        assert not turning(text)


SIGNS = [chr(c) for c in (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_sign_that_turns_letters_is_named_with_its_line(sign: str) -> None:
    with pytest.raises(Refused) as refused:
        arrived(f"Sample line\nand a second {sign}one")
    said = refused.value.sentences["text"]
    assert said.startswith("Line 2 has a hidden sign after “and a second”")
    assert f"U+{ord(sign):04X}" in said
    assert "at its beginning" in turning(f"{sign}Sample")


def test_headings_and_pages_keep_their_places_when_a_text_is_converted() -> None:
    text = f"{ZAWGYI}\nSample\n{ZAWGYI}\nEnd"
    second = text.index(ZAWGYI, 5)
    read = ReadSource(
        text,
        "sample 1",
        sections=(
            ReadSection(0, second, ZAWGYI, 1, (ZAWGYI,)),
            ReadSection(second, len(text), "Sample", 1, ("Sample",)),
        ),
        pages=(ReadPage(1, 0, second - 1), ReadPage(2, second, len(text))),
    )
    new = converted(read, chosen(text, Keep.CONVERTED).text)
    assert new.text == text.replace(ZAWGYI, UNICODE)
    assert new.extractor == "sample 1, Zawgyi converted 1"
    first, last = new.sections
    assert new.text[last.start :] == f"{UNICODE}\nEnd"
    assert (first.title, first.path) == (UNICODE, (UNICODE,))
    assert new.text[new.pages[0].start : new.pages[0].end] == f"{UNICODE}\nSample"
    inside = ZAWGYI.index(" ")
    (cut,) = converted(
        ReadSource(text, "sample 1", pages=(ReadPage(1, inside, len(ZAWGYI)),)), new.text
    ).pages
    assert new.text[cut.start : cut.end] == UNICODE[UNICODE.index(" ") :]


NEWS = Described(SourceKind.NEWS, "Sample", "Sample News", TODAY)


def add(office, text: str, **more) -> int:
    with office.writing() as session:
        return quoting.add_source(session, office["EDITH"], TODAY, NEWS, text=text, **more).key


def test_the_original_stays_in_the_bytes_and_words_copied_from_it_are_found(office) -> None:
    with pytest.raises(Refused, match="Zawgyi"):
        add(office, MIXED)
    source = add(office, MIXED, burmese=Keep.CONVERTED)
    with office.writing() as session:
        stored = session.get_one(Source, source)
        assert stored.extractor == "pasted text 1, Zawgyi converted 1"
        assert UNICODE in stored.text
        quote = quoting.quote_words(session, office["EDITH"], source, ZAWGYI)
        assert quote.exact == UNICODE
        assert session.get_one(RawFile, stored.raw_sha256).raw == MIXED.encode()
    with pytest.raises(Refused, match="Line 1 has a hidden sign"):
        add(office, "Sample \u202etext")


def test_words_that_a_sign_turns_over_are_not_quoted_nor_called_a_transcription(office) -> None:
    with office.writing() as session:
        read = quoting.File(b"Sample", ReadSource("Sample one \u202etwo three.", "sample 1"))
        source = quoting.add_source(session, office["EDITH"], TODAY, NEWS, file=read).key
        with pytest.raises(Refused, match="hidden sign among them"):
            quoting.quote_span(session, office["EDITH"], source, 0, 16)
        with pytest.raises(Refused, match="added as pictures"):
            quoting.quote_span(session, office["EDITH"], source, 0, 6, Fidelity.TRANSCRIPTION)
        assert quoting.quote_span(session, office["EDITH"], source, 0, 6).exact == "Sample"


def test_no_sign_that_turns_letters_is_saved_in_what_people_type(office) -> None:
    for field in ("title", "publisher"):
        told = replace(NEWS, **{field: "Sam\u2067ple"})
        with office.writing() as session, pytest.raises(Refused) as refused:
            quoting.add_source(session, office["EDITH"], TODAY, told, text="Sample words.")
        assert "hidden sign" in refused.value.sentences[field]
    with office.writing() as session, pytest.raises(Refused, match="hidden sign"):
        searching.looked(
            session, office["EDITH"], TODAY, [office.call()], on=TODAY, places="Sam\u200fple"
        )
