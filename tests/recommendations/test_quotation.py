"""Finding words again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.quotation import (
    CONTEXT,
    Anchor,
    anchor,
    find,
    fold,
    occurrences,
    still_there,
    without_note_numbers,
)

TEXT = "She said: “We left at night – all of us.”¹² Then she said it again."


def test_words_are_found_at_their_place() -> None:
    quoted = anchor(TEXT, 11, 39)
    assert still_there(TEXT, quoted)
    assert find(TEXT, quoted).start == 11
    assert find(TEXT, quoted).forgiven == ()


def test_a_quote_of_no_words_is_no_quote() -> None:
    for start, end in ((3, 3), (5, 2), (-1, 4), (0, len(TEXT) + 1)):
        with pytest.raises(ValueError, match="no words"):
            anchor(TEXT, start, end)


@pytest.mark.parametrize(
    ("written", "forgiven"),
    [
        ('"We left at night – all of us."', ("quotation marks",)),
        ("We left at night - all of us", ("dashes",)),
        ("We left  at\nnight – all of us", ("white space",)),
        ("We left at ni\u00adght – all of us", ("soft hyphens",)),
        ("We left at night – all of us", ()),
    ],
)
def test_only_marks_dashes_space_and_soft_hyphens_are_forgiven_and_told(
    written: str, forgiven: tuple[str, ...]
) -> None:
    (place,) = occurrences(TEXT, written)
    assert place.forgiven == forgiven


def test_a_ligature_is_forgiven_and_told() -> None:
    (place,) = occurrences("a ﬁnal oﬃce", "final office")
    assert place.forgiven == ("ligatures",)
    assert (place.start, place.end) == (2, 11)


@pytest.mark.parametrize("written", ["We left at night – all of them", "we left", "us.12", ""])
def test_nothing_else_is_forgiven(written: str) -> None:
    assert list(occurrences(TEXT, written)) == []


def test_a_note_number_never_becomes_a_figure() -> None:
    assert fold("CDM.¹²") == "CDM.¹²"


def test_words_that_moved_are_found_by_what_stands_around_them() -> None:
    quoted = anchor("One. The aid was paid. Two. The aid was paid. Three.", 28, 45)
    moved = "New first words. One. The aid was paid. Two. The aid was paid. Three."
    assert find(moved, quoted).start == 45


def test_words_that_could_be_in_two_places_are_in_neither() -> None:
    assert find("Yes. No. Yes.", Anchor(50, 53, "Yes")) is None


def test_words_that_are_gone_are_gone() -> None:
    assert find("Something else.", anchor(TEXT, 11, 39)) is None


def test_a_note_number_inside_the_words_is_left_out_in_print() -> None:
    said = "informants in the Air Force.⁵⁸ These days [58] and [^58] 58 m²"
    assert (
        without_note_numbers(said, (58,)) == "informants in the Air Force. These days  and  58 m²"
    )
    assert without_note_numbers("CO² and x⁹", (58,)) == "CO² and x⁹"


@given(st.text(min_size=1, max_size=200), st.data())
def test_whatever_was_selected_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert find(text, anchor(text, start, end)).start == start


@given(st.text("ab “”-–\u00ad", min_size=4, max_size=60), st.text("ab -", max_size=20), st.data())
def test_after_an_edit_a_quote_is_exact_or_gone_never_elsewhere(
    text: str, put_in: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quoted = anchor(text, start, end)
    at = data.draw(st.integers(0, len(text)))
    edited = text[:at] + put_in + text[at:]
    place = find(edited, quoted)
    if place is not None:
        assert fold(edited[place.start : place.end]).strip() == fold(quoted.exact).strip()


FILLER = st.text("cdefgh", min_size=CONTEXT, max_size=50)
PASSAGE = st.text("ab", min_size=3, max_size=20)


@given(
    st.lists(FILLER, min_size=3, max_size=5, unique_by=lambda text: text[:CONTEXT]),
    PASSAGE,
    st.data(),
)
def test_repeated_passages_are_told_apart_when_others_are_cut_out(
    fillers: list[str], passage: str, data: st.DataObject
) -> None:
    """The same words stand between different ones; some of them are cut out."""
    places = range(1, len(fillers))
    which = data.draw(st.sampled_from(list(places)))
    cut = data.draw(st.sets(st.sampled_from(list(places))))
    parts = [fillers[0]]
    starts = {}
    for place in places:
        starts[place] = sum(map(len, parts))
        parts += [passage, fillers[place]]
    quoted = anchor("".join(parts), starts[which], starts[which] + len(passage))
    kept = "".join(part for n, part in enumerate(parts) if not (n % 2 == 1 and (n + 1) // 2 in cut))
    found = find(kept, quoted)
    gone = sum(len(passage) for place in cut if place < which)
    if cut & {which - 1, which, which + 1}:
        assert found is None or found.start == starts[which] - gone
    else:
        assert found is not None
        assert found.start == starts[which] - gone
    assert found is None or which not in cut


@given(st.text("abcdefghij", min_size=80, max_size=200), st.data())
def test_an_edit_far_from_the_words_moves_them_and_no_more(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(CONTEXT, len(text) - CONTEXT - 1))
    end = data.draw(st.integers(start + 1, min(len(text) - CONTEXT, start + 12)))
    quoted = anchor(text, start, end)
    put_in = data.draw(st.text("xyz ", min_size=1, max_size=9))
    at = data.draw(st.sampled_from([0, len(text)]))
    edited = text[:at] + put_in + text[at:]
    found, moved = find(edited, quoted), start + len(put_in) * (at == 0)
    whole = quoted.prefix + quoted.exact + quoted.suffix
    if sum(edited.startswith(whole, place) for place in range(len(edited))) == 1:
        assert found is not None
        assert (found.start, found.end) == (moved, moved + end - start)


def test_where_the_passage_was_cut_out_the_same_words_elsewhere_are_not_it() -> None:
    text = "First the Council agreed. It said: no aid. Later it said: no aid. That was all."
    quoted = anchor(text, text.index("no aid"), text.index("no aid") + 6)
    without = text.replace("It said: no aid. Later", "Later")
    assert find(without, quoted) is None


def test_a_passage_that_is_repeated_with_what_stands_around_it_keeps_more_of_it() -> None:
    """Two notes alike to the letter over a hundred letters, as footers and forms are."""
    same = "The sample council met, took note of the sample aid and went home again. " * 2
    text = f"Sample one. {same}Sample two. {same}Sample three."
    second = text.index("aid", text.index("two"))
    quoted = anchor(text, second, second + 3)
    assert len(quoted.prefix) > CONTEXT
    cut = text.replace(f"Sample two. {same}", "")
    assert find(cut, quoted) is None
    assert find(f"New first words. {text}", quoted).start == second + 17


def test_where_nothing_tells_places_apart_the_position_alone_does() -> None:
    text = "aid, " * 2_000
    quoted = anchor(text, 5_000, 5_003)
    assert find(text, quoted).start == 5_000
    assert find("x" + text, quoted) is None


ODD = st.text(st.sampled_from("aAß İ\t\n\u00ad“’–ﬁﬃǰက္\u3000"), max_size=16)


@given(before=ODD, words=ODD.filter(lambda text: fold(text).strip()), after=ODD)
def test_folded_words_are_found_where_they_stand(before: str, words: str, after: str) -> None:
    """Letters become more, or fewer, before them and in them; in any case or as they are."""
    text = f"{before}|{words}|{after}"
    for any_case in (False, True):
        told = f"|{words.upper() if any_case else words}|"
        places = [(one.start, one.end) for one in occurrences(text, told, any_case)]
        assert places == [(len(before), len(before) + len(words) + 2)]
