"""What was read, as JSON and back: data, never objects, since it comes from a
process that read what others wrote."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from recommendations.reading.parts import Words

_LONE = re.compile("[\ud800-\udfff]")


class Unfit(ValueError):
    """What came back is not what was asked for."""


Asked = TypeVar("Asked")


def written(read: Any) -> bytes:
    return json.dumps(asdict(read), ensure_ascii=False, default=date.isoformat).encode()


def read_in(kind: type[Asked], raw: bytes | str) -> Asked:
    """Raises Unfit unless it is whole, each of its places in its text."""
    try:
        told: Any = kind
        read: Asked = _reader(told)(json.loads(raw))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unfit from error
    text = getattr(read, "text", "")
    if _LONE.search(text) or not all(_stands_in(text, part) for part in _parts(read)):
        raise Unfit
    return read


def _stands_in(text: str, part: Any) -> bool:
    if isinstance(part, Words):
        return text[part.start : part.end] == part.said
    return 0 <= getattr(part, "start", 0) <= getattr(part, "end", 0) <= len(text)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from _parts(part)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _parts(getattr(value, field.name))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this type out of what JSON has for it."""
    if is_dataclass(kind) and isinstance(kind, type):
        parts = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
        return lambda told: kind(**{name: read(told[name]) for name, read in parts.items()})
    if get_origin(kind) is tuple:
        inside, *rest = get_args(kind)
        if rest == [...]:
            each = _reader(inside)
            return lambda told: tuple(each(one) for one in _list(told))
        both = [_reader(one) for one in (inside, *rest)]
        return lambda told: tuple(r(one) for r, one in zip(both, _list(told), strict=True))
    if get_origin(kind) in {Union, UnionType}:
        (given,) = (_reader(one) for one in get_args(kind) if one is not NoneType)
        return lambda told: None if told is None else given(told)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda told: _just(kind, told)


def _list(told: Any) -> list[Any]:
    if not isinstance(told, list):
        raise Unfit
    return told


def _just(kind: type, told: Any) -> Any:
    if type(told) is not kind:
        raise Unfit
    return told
