"""One backup: what is known of it, opening it again to check it, and putting it back."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.errors import Refused
from recommendations.records import people
from recommendations.vocabulary import Role
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.keeping import shelf, trying
from tracker.keeping.manifest import Damaged
from tracker.keeping.restore import Restored, restore
from tracker.keeping.shelf import Kept
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import bare_page, page
from tracker.web.policy import Policy
from tracker.web.visitor import session_cookie

Answer = Response[Any]


@dataclass(frozen=True)
class BackupPage:
    """`code` says whether one has to be entered; the key of an encrypted one is asked for
    and never shown again."""

    backup: Kept
    done: bool
    code: bool
    errors: dict[str, str]


class Backups(Controller):
    path = "/keeping/backups/{backup:str}"

    @get("/", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        backup: FromPath[str],
    ) -> Answer:
        return _page(request, service, backup, "backup.html")

    @post("/check", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def check(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        backup: FromPath[str],
    ) -> Answer:
        file = _file(service, backup)
        try:
            phone.confirm(request, service, visitor, form)
            trying.check(service.settings, file, _identity(form, file))
        except Refused as refused:
            if isinstance(refused, Damaged):
                _note(service, file, whole=False)
            return _page(request, service, backup, "backup.html", refused)
        _note(service, file, whole=True)
        return Redirect(f"/keeping/backups/{backup}?checked", status_code=303)

    @get("/restore", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_to_restore(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        backup: FromPath[str],
    ) -> Answer:
        return _page(request, service, backup, "restore.html")

    @post("/restore", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def put_back(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        backup: FromPath[str],
    ) -> Answer:
        file = _file(service, backup)
        try:
            phone.refuse_unless_password(service, visitor, form)
            phone.confirm(request, service, visitor, form)
            done = _put_back(service, file, _identity(form, file), visitor.code)
        except Refused as refused:
            return _page(request, service, backup, "restore.html", refused)
        say(Event.RESTORED, by=visitor.id)
        request.scope["user"] = None
        answer: Answer = bare_page(request, "restored.html", done, 200)
        answer.cookies.append(session_cookie("", service.settings.secure_cookies))
        return answer


def _put_back(service: Service, file: Path, identity: str | None, code: str) -> Restored:
    """Alone in the house; whoever comes next is led to the record that was put back."""

    def acting(session: Session) -> None:
        person = people.named(session, code)
        if person is None or not person.active or person.role is not Role.ADMINISTRATOR:
            raise Refused(
                f"In that backup {code} is no administrator, so you would not get in. Nothing was "
                "changed; at the machine it is tracker restore."
            )

    with service.door.shut():
        try:
            return restore(service.settings, file, identity, True, acting, within=True)
        finally:
            service.database.close()


def _file(service: Service, backup: str) -> Path:
    home = service.settings.home
    return home / shelf.FOLDER / shelf.find(home, backup).name


def _identity(form: Form, file: Path) -> str | None:
    if file.suffix != ".age":
        return None
    if not form.text("identity").strip():
        raise Refused(identity="It is encrypted: paste the key of one of those it is for.")
    return form.text("identity")


def _note(service: Service, file: Path, whole: bool) -> None:
    # A full disk takes nothing from what was found out; the page says it in any case.
    with suppress(OSError):
        shelf.note(service.settings.home, file, whole)


def _page(
    request: Request[Any, Any, Any],
    service: Service,
    backup: str,
    template: str,
    refused: Refused | None = None,
) -> Answer:
    context = BackupPage(
        backup=shelf.find(service.settings.home, backup),
        done="checked" in request.query_params and refused is None,
        code=phone.asks(request, service),
        errors=refused.sentences if refused else {},
    )
    return page(request, template, context, status_of(refused) if refused else 200)
