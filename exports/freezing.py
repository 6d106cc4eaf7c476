"""A composed pack as the data of an edition, and back: what was approved can be printed
again years later, word for word."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter

from exports.full_pack import FullPack
from exports.pack import LeaveBehind, quotes_in
from recommendations.vocabulary import Length


@dataclass(frozen=True)
class Lengths:
    """What an edition says in one language."""

    leave_behind: LeaveBehind
    full: FullPack

    @property
    def packs(self) -> dict[Length, LeaveBehind | FullPack]:
        return {Length.LEAVE_BEHIND: self.leave_behind, Length.FULL_PACK: self.full}


Contents = Mapping[str, Lengths]
"""By BCP 47 tag; the pack's main language comes first."""

_CONTENTS = TypeAdapter(dict[str, Lengths])


def frozen(contents: Contents) -> dict[str, Any]:
    """As JSON has it: text, numbers, lists and objects."""
    told: dict[str, Any] = _CONTENTS.dump_python(dict(contents), mode="json")
    return told


def thawed(told: Mapping[str, Any]) -> Contents:
    """Raises pydantic's ValidationError for what is no data of an edition."""
    return _CONTENTS.validate_python(told)


def hash_of(told: Mapping[str, Any]) -> str:
    """SHA-256 of its canonical JSON: names in order, no spaces, UTF-8."""
    return sha256(canonical(told).encode()).hexdigest()


def canonical(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def quote_ids(contents: Contents) -> frozenset[int]:
    return frozenset(int(quote.ref.removeprefix("Q")) for quote in quotes_in(contents))


def on_each(contents: Contents, change: Callable[[LeaveBehind], LeaveBehind]) -> Contents:
    """Changes what both lengths say, in every language."""
    return {
        language: Lengths(
            change(lengths.leave_behind),
            replace(lengths.full, brief=change(lengths.full.brief)),
        )
        for language, lengths in contents.items()
    }
