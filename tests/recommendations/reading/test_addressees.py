import pytest

from recommendations.reading.addressees import addressed, known_addressees, named

NUG, NUCC = "National Unity Government", "National Unity Consultative Council"
US, EU, ASEAN = "United States", "European Union", "Association of Southeast Asian Nations"


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("To the European Union:", (EU,)),
        ("Recommendations for the NUG and the NUCC", (NUG, NUCC)),
        ("For governments (U.S., EU) and ASEAN", (US, EU, ASEAN)),
        ("To the United Nations Security Council:", ("United Nations Security Council",)),
        ("To the Sample Border Council:", ("Sample Border Council",)),
        ("To Japan and the Sample Border Council:", ("Japan", "Sample Border Council")),
        ("We call on Canada and Australia to:", ("Canada", "Australia")),
        ("ASEAN", (ASEAN,)),
        ("Accountability", ()),
        ("Support for ASEAN's people", ()),
        ("By taking these actions we can help:", ()),
    ],
)
def test_a_heading_names_those_it_addresses(heading, wanted):
    assert addressed(heading, is_heading=True) == wanted


def test_small_words_are_never_an_addressee():
    assert named("give us what is due to us in china shops") == ()


def test_every_known_addressee_is_recognised_by_each_of_its_names():
    for one in known_addressees():
        for spelling in (one.name, *one.spellings):
            assert named(f"To {spelling}:") == (one.name,), spelling


def test_no_code_or_name_of_an_addressee_is_used_twice():
    codes = [one.code for one in known_addressees()]
    names = [one.name for one in known_addressees()]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
