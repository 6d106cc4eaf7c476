"""Sample sentences, invented, each with the flag that a person should be asked about."""

import pytest

from recommendations.reading.flags import propose_flags
from recommendations.vocabulary import Flag


def flags(said: str) -> dict[Flag, int]:
    return {one.flag: one.level for one in propose_flags(said)}


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ("They tortured the prisoners for days.", Flag.GRAPHIC),
        ("The clerk was raped.", Flag.SEXUAL_VIOLENCE),
        ("A girl carried the water.", Flag.CHILD),
        ("He took his own life.", Flag.SUICIDE),
        ("They used the word kalar.", Flag.SLUR),
        ("We wrote to Daw Sample Name about it.", Flag.THIRD_PARTY_NAMED),
        ("Brigadier General Sample ordered it.", Flag.PERPETRATOR_NAMED),
        ("Then I shot at the gate.", Flag.SELF_INCRIMINATION),
        ("We were told to burn the mill.", Flag.SELF_INCRIMINATION),
        ("I am still in contact with two of them.", Flag.LIVE_OPERATION),
        ("My brother is a clerk there.", Flag.RELATIVES_INSIDE),
        ("A donor paid for the boats.", Flag.FUNDING),
        ("We met in a safe house in Shan State.", Flag.SITES_AND_ROUTES),
        ("There are 40 soldiers at the bridge.", Flag.NUMBERS),
        ("Some sixty recruits came.", Flag.NUMBERS),
    ],
)
def test_a_dangerous_sentence_is_flagged(said, flag):
    assert flag in flags(said)


def test_a_quiet_sentence_is_not_flagged():
    assert flags("In 1988 the harvest was good and the road was dry.") == {}


def test_the_worst_of_what_is_told_sets_the_level():
    assert flags("Two men died.")[Flag.GRAPHIC] == 1
    assert flags("They were executed, and one was beheaded.")[Flag.GRAPHIC] == 3
