"""The history for everyone signed in: its head to write down, and whether a head on paper
is still in it."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency

from recommendations.errors import Refused
from recommendations.records import chain, heads
from recommendations.register.history import History, read_history
from tracker.database import Session
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class Compared:
    """What a head from paper was held against. `broken` says what does not verify."""

    head: str
    seq: int
    held: bool
    broken: tuple[str, ...]


@dataclass(frozen=True)
class HistoryPage:
    read: History
    sufficient: int
    compared: Compared | None = None
    number: str = ""
    hash: str = ""
    errors: dict[str, str] | None = None


class HistoryOfTheRecord(Controller):
    path = "/history"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        with service.database.reading() as session:
            read = read_history(session)
        return page(request, "history.html", HistoryPage(read, heads.SUFFICIENT))

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def compare(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
    ) -> Answer:
        """Changes nothing. It walks the whole history, which takes a moment."""
        number, hash = form.text("number"), form.text("hash")
        compared, errors = None, None
        with service.database.reading() as session:
            read = read_history(session)
            try:
                compared = _compared(session, heads.typed(number, hash))
            except Refused as refused:
                errors = refused.sentences
        told = HistoryPage(read, heads.SUFFICIENT, compared, number, hash, errors)
        return page(request, "history.html", told, 422 if errors else 200)


def _compared(session: Session, kept: chain.Head) -> Compared:
    broken = [f"{found.where} {found.what}" for found in chain.verify(session, kept)]
    lost = f"history {chain.not_held(kept)}"
    rest = tuple(sentence for sentence in broken if sentence != lost)
    return Compared(heads.written(kept), kept.seq, lost not in broken, rest)
