"""What the pages share on which something is entered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from litestar import Request

from recommendations.errors import Changed, NotAllowed, Refused
from recommendations.register.updating import Update, read_update
from tracker.accounts.sessions import Visitor
from tracker.database import Session, Unavailable
from tracker.service import Service
from tracker.web.form import Form, as_number


@dataclass(frozen=True)
class Desk:
    """Who is at which page with what. `tab` is its path under the update page."""

    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    place: int
    addressee: str
    draft: int = 0
    tab: str = ""

    @property
    def story_path(self) -> str:
        return f"/recommendations/{self.place}/{self.addressee}"

    @property
    def here(self) -> str:
        return f"{self.story_path}/update{self.tab}" + (f"/{self.draft}" if self.draft else "")

    def read(self, session: Session) -> Update:
        today = self.service.today()
        closing = self.service.closing(today)
        return read_update(session, self.place, self.addressee, today, closing, self.visitor.role)


@contextmanager
def gathered(refused: dict[str, str]) -> Iterator[None]:
    """What is refused joins what was refused before, so that all of it is said at once."""
    try:
        yield
    except (Changed, NotAllowed, Unavailable):
        if not refused:
            raise
    except Refused as said:
        refused.update(said.sentences)


def carried(form: Form, prefix: str) -> dict[str, int | None]:
    """Hidden numbers by the rest of their field's name; an empty one is None."""
    return {key: as_number(value) for key, value in form.starting(prefix).items()}
