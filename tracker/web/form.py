"""A form as it was sent: always text, never half read."""

import secrets
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from litestar import Request

from recommendations.errors import Refused

Word = TypeVar("Word", bound=StrEnum)


def as_number(text: str) -> int | None:
    """The number of a record; None for what is none, or larger than any."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def local(path: str) -> str:
    """Only a path of this service: "//host" and "https:" would lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


def is_shown_again(name: str) -> bool:
    """Of a field that was sent and not saved: no token, no password under any name,
    and no key of a backup."""
    private = {"current", "identity"}
    return not name.startswith("_") and "password" not in name and name not in private


class Form:
    """`errors` gathers sentences by field; `refuse` raises them all at once."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        # No keyboard types NUL, and PostgreSQL takes none.
        self.pairs = [(n, v.replace("\r\n", "\n").replace("\0", "")) for n, v in pairs]
        self.errors: dict[str, str] = {}

    def text(self, name: str, default: str = "") -> str:
        return next((v for n, v in self.pairs if n == name), default)

    def all(self, name: str) -> list[str]:
        return [v for n, v in self.pairs if n == name]

    def has(self, name: str) -> bool:
        return any(n == name for n, _ in self.pairs)

    def starting(self, prefix: str) -> dict[str, str]:
        """Fields named prefix + key, by key."""
        return {n.removeprefix(prefix): v for n, v in self.pairs if n.startswith(prefix)}

    def starting_with(self, prefix: str) -> list[tuple[str, str]]:
        """The same, where a name may stand more than once."""
        return [(n.removeprefix(prefix), v) for n, v in self.pairs if n.startswith(prefix)]

    def word(self, name: str, vocabulary: type[Word], asked: str) -> Word | None:
        value = self.text(name)
        try:
            return vocabulary(value)
        except ValueError:
            self.errors[name] = asked
            return None

    def among(self, name: str, vocabulary: type[Word], default: Word) -> Word:
        """Where a choice was already made for whoever chooses nothing."""
        value = self.text(name)
        return vocabulary(value) if value in set(vocabulary) else default

    def without(self, names: Iterable[str], **added: str) -> "Form":
        """The same form with some fields empty and others set."""
        left = {*names, *added}
        kept = [(n, v) for n, v in self.pairs if n not in left]
        return Form([*kept, *added.items()])

    def day(self, name: str, asked: str = "", default: date | None = None) -> date | None:
        """An empty field gives the default; `asked` says so where a date is needed."""
        value = self.text(name).strip()
        if not value:
            if asked:
                self.errors[name] = asked
            return default
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.errors[name] = "Write the date as year-month-day, for instance 2026-11-22."
            return default

    def number(self, name: str) -> int | None:
        return as_number(self.text(name).strip())

    def numbers(self, name: str) -> list[int]:
        return [number for v in self.all(name) if (number := as_number(v)) is not None]

    def refuse(self) -> None:
        if self.errors:
            raise Refused(**self.errors)


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """Kept with the request as well, for a page that says what could not be saved."""
    sent = await request.form()
    form = Form((n, v) for n, v in sent.multi_items() if isinstance(v, str))
    request.state.form = form
    return form


def once() -> str:
    """A number a form carries so that sending it twice saves it once."""
    return secrets.token_urlsafe(12)
