import pytest

from recommendations.reading.markup import unmarked


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("**T**hey want", "They want"),
        ("a *small* word", "a small word"),
        ("<https://example.org/a_b_c>", "https://example.org/a_b_c"),
        ("https://example.org/a_b_c*d*", "https://example.org/a_b_c*d*"),
        ("[the index](https://example.org)", "the index https://example.org"),
        ("[https://example.org](https://example.org;)", "https://example.org"),
        ("CDM.¹² and [12] and [^12]", "CDM.¹² and [12] and [^12]"),
        ("[the NUG, EROs, etc.]", "[the NUG, EROs, etc.]"),
        (r"\*not\* a sign", "*not* a sign"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("ﬁne and 1½", "ﬁne and 1½"),
    ],
)
def test_a_reader_sees_the_words_and_not_the_signs(line, seen):
    assert unmarked(line).text == seen


def test_the_places_of_emphasis_are_kept():
    plain = unmarked("**Bold: *both*** and *slanted*")
    assert [plain.text[a:b] for a, b in plain.italic] == ["both", "slanted"]
