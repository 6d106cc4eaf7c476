"""What the second person is shown: each sentence that is different, where it stands."""

from dataclasses import replace

import pytest

from exports.differences import Difference, differences
from exports.freezing import Lengths


@pytest.fixture
def told(samples):
    def between(before, after) -> set[Difference]:
        was, becomes = (Lengths(pack, samples.pack(pack)) for pack in (before, after))
        return set(differences({"en": was}, {"en": becomes}))

    return between


def test_the_same_pack_is_not_different(samples, told) -> None:
    assert told(samples.full(), samples.full()) == set()


def test_a_changed_reason_stands_at_its_measure(samples, told) -> None:
    pack = samples.full()
    ask = pack.asks[0]
    first = replace(ask.findings[0], reason="Another sample reason.")
    changed = replace(
        pack, asks=(replace(ask, findings=(first, *ask.findings[1:])), *pack.asks[1:])
    )
    where = f"{ask.title} · We find · {ask.findings[0].measure} · Reason"
    assert told(pack, changed) == {
        Difference(where, ask.findings[0].reason, "Another sample reason.")
    }


def test_the_order_of_recommendations_is_no_difference(samples, told) -> None:
    pack = samples.full()
    assert told(pack, replace(pack, asks=pack.asks[::-1])) == set()


def test_what_is_gone_and_what_is_new_is_told_word_for_word(samples, told) -> None:
    pack = samples.full()
    fewer = replace(pack, limits=pack.limits[1:])
    assert told(pack, fewer) == {Difference("Limits", pack.limits[0], "")}
    assert told(fewer, pack) == {Difference("Limits", "", pack.limits[0])}


def test_words_of_evidence_against_are_never_lost_in_silence(samples, told) -> None:
    pack = samples.full()
    words = {
        piece.quote.words for ask in pack.asks for found in ask.findings for piece in found.evidence
    }
    bare = tuple(
        replace(ask, findings=tuple(replace(f, evidence=()) for f in ask.findings))
        for ask in pack.asks
    )
    gone = " ".join(one.before for one in told(pack, replace(pack, asks=bare)))
    assert words
    assert [w for w in words if w not in gone] == []
