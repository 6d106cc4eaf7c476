"""What an edition says, as data: the same again, whatever stored it."""

import json

from hypothesis import given
from hypothesis import strategies as st

from exports.freezing import Lengths, frozen, hash_of, thawed
from exports.rendering import full_pack_body, leave_behind_html


def test_frozen_and_thawed_it_prints_the_same(samples) -> None:
    for pack in (samples.full(), samples.fresh()):
        told = json.loads(json.dumps(frozen({"en": Lengths(pack, samples.pack(pack))})))
        again = thawed(told)["en"]
        assert again == Lengths(pack, samples.pack(pack))
        assert leave_behind_html(again.leave_behind) == leave_behind_html(pack)
        assert full_pack_body(again.full) == full_pack_body(samples.pack(pack))
        assert frozen(thawed(told)) == told


VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)


@given(st.dictionaries(st.text(max_size=5), VALUES | st.lists(VALUES, max_size=3), max_size=5))
def test_the_hash_depends_on_what_is_said_and_not_on_its_order(told) -> None:
    turned = dict(reversed(told.items()))
    assert hash_of(turned) == hash_of(told)
    assert hash_of({**told, "one more": 1}) != hash_of({**told, "one more": 2})
