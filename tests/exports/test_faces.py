"""What a page calls for decides how it comes out, and not what was printed before it."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont

from exports.faces import FACES_FOR, FONTS, LATIN, Face, called_for


def letters_of(face: Face) -> set[str]:
    return {chr(code) for code in TTFont(FONTS / face.file).getBestCmap()}


@pytest.mark.parametrize(("sign", "faces"), FACES_FOR)
def test_every_letter_that_a_face_adds_calls_for_it(sign, faces):
    """One that did not would be printed where the face is known already, and refused where
    it is not."""
    always = set.intersection(*map(letters_of, LATIN)) | {"\u2002"}
    for face in faces:
        added = letters_of(face) - always
        quiet = [hex(ord(letter)) for letter in added if not sign.search(letter)]
        assert [c for c in quiet if unicodedata.category(chr(int(c, 16)))[0] != "C"] == []


def test_a_page_in_burmese_calls_for_its_face_though_it_has_no_letter_of_it_yet():
    assert [face.family for face in called_for('<html lang="my"><p>2026')] == ["Padauk"]
    assert [*called_for('<html lang="en"><p>2026')] == []
