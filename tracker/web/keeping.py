"""Keeping the record safe: backups and making one, the key of the forms, and the lock."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from recommendations.errors import Refused
from recommendations.models.base import now
from tracker.accounts.sessions import Visitor
from tracker.keeping import keys, ledger, lock, shelf
from tracker.keeping.backup import Backup, last, make
from tracker.keeping.shelf import Kept
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import session_cookie

Answer = Response[Any]
OLD = 7
"""Days after which the page asks for a new backup."""


@dataclass(frozen=True)
class KeepingPage:
    """`days` is how old the last backup is; `listed` counts the withdrawal ledger, None
    where it cannot be read. `code` says whether one has to be entered."""

    last: Backup | None
    days: int
    kept: tuple[Kept, ...]
    encrypts: bool
    listed: int | None
    done: str
    code: bool
    errors: dict[str, str]

    @property
    def old(self) -> bool:
        return self.days > OLD


class Keeping(Controller):
    path = "/keeping"

    @get("/", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], service: NamedDependency[Service]) -> Answer:
        done = next((d for d in ("made", "key") if d in request.query_params), "")
        return page(request, "keeping.html", _page(request, service, done))

    @post("/backup", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def back_up(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """Onto the machine only: a backup never goes out through the browser."""
        try:
            phone.confirm(request, service, visitor, form)
            made = make(service.settings)
        except Refused as refused:
            return _refused(request, service, refused)
        say(Event.BACKED_UP, by=visitor.id, size=made.size)
        return Redirect("/keeping?made", status_code=303)

    @post("/key", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def rotate(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        try:
            keys.rotate(service.settings.home)
            say(Event.KEY_ROTATED, by=visitor.id)
        except OSError as error:
            sentence = f"The key was not written: {error.strerror}. The one before still holds."
            return _refused(request, service, Refused(key=sentence))
        return Redirect("/keeping?key", status_code=303)

    @get("/lock", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_to_lock(self, request: Request[Any, Any, Any]) -> Answer:
        return page(request, "lock.html", None)

    @post("/lock", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def lock_now(
        self, service: NamedDependency[Service], visitor: NamedDependency[Visitor]
    ) -> Answer:
        lock.lock(service.database, service.settings.home, visitor.code)
        say(Event.LOCKED, by=visitor.id)
        answer = Redirect("/sign-in", status_code=303)
        answer.cookies.append(session_cookie("", service.settings.secure_cookies))
        return answer


def _refused(request: Request[Any, Any, Any], service: Service, refused: Refused) -> Answer:
    again = _page(request, service, errors=refused.sentences)
    return page(request, "keeping.html", again, status_of(refused))


def _page(
    request: Request[Any, Any, Any],
    service: Service,
    done: str = "",
    errors: dict[str, str] | None = None,
) -> KeepingPage:
    home = service.settings.home
    found = last(home)
    return KeepingPage(
        last=found,
        days=(now() - found.made_at).days if found else 0,
        kept=tuple(shelf.kept(home)),
        encrypts=bool(service.settings.backup_keys.strip()),
        listed=_listed(home),
        done=done,
        code=phone.asks(request, service),
        errors=errors or {},
    )


def _listed(home: Path) -> int | None:
    try:
        return sum(not entry.erased for entry in set(ledger.read(home / ledger.NAME)))
    except Refused:
        return None
