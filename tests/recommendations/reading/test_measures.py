import pytest

from recommendations.reading.measures import split
from recommendations.vocabulary import MeasureKind


def measures(said: str, lead: int = 0) -> list[str]:
    return [one.words.said for one in split(said, 100, lead)]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("Give aid, including food, shelter, and care.", ["food", "shelter", "care"]),
        ("Give aid, including food and shelter.", ["food", "shelter"]),
        (
            "Give aid, including food and water, shelter, and care.",
            ["food and water", "shelter", "care"],
        ),
        ("Adopt a law and publish it widely.", ["Adopt a law", "publish it widely"]),
        ("Adopt and enforce a law.", ["Adopt and enforce a law"]),
        ("Train officers and soldiers.", ["Train officers and soldiers"]),
        (
            "Reform the law by naming a judge and by hearing cases.",
            ["naming a judge", "hearing cases"],
        ),
        ("Open the archive. Pay the clerks.", ["Open the archive", "Pay the clerks"]),
        ("Open the archive. This will build trust.", ["Open the archive"]),
        ("This will build trust.", ["This will build trust"]),
    ],
)
def test_a_recommendation_is_split_where_its_grammar_parts(said, wanted):
    assert measures(said) == wanted


def test_a_measure_stands_at_its_own_place_in_the_text():
    said = "Open the archive. Pay the clerks."
    for one in split(said, 100, 0):
        assert said[one.words.start - 100 : one.words.end - 100] == one.words.said


def test_a_second_title_is_no_measure():
    said = "Help Carters: Build a Fair Road: Pave it and light it at night."
    assert measures(said, len("Help Carters: ")) == ["Pave it and light it at night"]


def test_an_act_done_once_and_one_kept_up_are_told_apart():
    kinds = [one.kind for one in split("Adopt a law. Monitor the prisons.", 0, 0)]
    assert kinds == [MeasureKind.ONE_OFF, MeasureKind.CONTINUING]


def test_a_long_label_is_cut_before_a_phrase_and_reads_whole():
    (one,) = split("Provide every carter on the long road with a lamp, oil to burn and a map", 0, 0)
    assert one.label == "Provide every carter on the long road with a lamp, oil"
