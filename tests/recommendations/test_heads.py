"""A head of the history survives being written on paper and typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.errors import Refused
from recommendations.records import heads
from recommendations.records.chain import Head

HASH = "3f2a9b1c77d0e5f4" * 4


@given(
    st.integers(0, 999_999_999),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.integers(heads.SUFFICIENT, 64),
)
def test_what_was_written_down_is_read_as_the_same_head(seq: int, hash: str, most: int) -> None:
    written = f"{seq}: {heads.grouped(hash, most)}"
    assert heads.read(written) == Head(seq, hash[:most])
    assert heads.read(written.upper().replace(" ", "  ")) == Head(seq, hash[:most])


def test_a_head_is_written_in_groups_that_an_eye_can_hold() -> None:
    assert heads.written(Head(1234, HASH)) == f"1234: {' '.join(['3f2a 9b1c 77d0 e5f4'] * 3)[:49]}"


def test_letters_that_no_hash_has_are_read_as_the_figures_they_look_like() -> None:
    hash = "01" * 20
    assert heads.read("1,234: " + hash.replace("0", "O").replace("1", "l")) == Head(1234, hash)


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ("", "number", "Give the number"),
        (f"x: {HASH}", "number", "Give the number"),
        (f"{'9' * 10}: {HASH}", "number", "Give the number"),
        ("12: 3f2a 9b1c", "hash", "These are 8 characters"),
        (f"12: {HASH}0", "hash", "at most 64"),
        (f"12: {'z' * 40}", "hash", "letters a to f"),
    ],
)
def test_what_is_no_head_or_too_short_is_refused_beside_its_field(
    told: str, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        heads.read(told)
    assert sentence in refused.value.sentences[field]


def test_a_file_of_heads_has_one_on_each_line_and_remarks() -> None:
    text = f"# from the board's sheet\n\n12: {HASH}\n13: {HASH[:40]} # of the pack\n"
    assert heads.read_all(text) == [Head(12, HASH), Head(13, HASH[:40])]
