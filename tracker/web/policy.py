"""Who may what: every route declares its policy; one without it is refused."""

from enum import StrEnum
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from recommendations.errors import NotAllowed
from recommendations.vocabulary import Role
from tracker.keeping import lock
from tracker.web.form import is_shown_again


class Policy(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    RECORDS = "editors and administrators"
    OPENS = "reviewers, board members and administrators"
    ADMINISTERS = "administrators"

    @property
    def roles(self) -> frozenset[Role]:
        return {
            Policy.RECORDS: frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
            Policy.OPENS: frozenset({Role.REVIEWER, Role.BOARD, Role.ADMINISTRATOR}),
            Policy.ADMINISTERS: frozenset({Role.ADMINISTRATOR}),
        }.get(self, frozenset(Role))


class SignInNeeded(Exception):
    """Nobody is signed in. `kept` is the form that was being sent, so that nothing
    typed is lost."""

    def __init__(self, kept: list[tuple[str, str]]) -> None:
        super().__init__("sign in")
        self.kept = kept


class PhoneNeeded(Exception):
    """Their account has been without codes from a phone for as long as it may. `kept` is the
    form that was being sent."""

    def __init__(self, kept: list[tuple[str, str]]) -> None:
        super().__init__("set up a phone")
        self.kept = kept


class LockedNow(Exception):
    """The service is locked; nobody is let in, whoever they are."""


async def enforce(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    policy = handler.opt.get("policy")
    if not isinstance(policy, Policy):
        raise RuntimeError(f"{handler} declares no policy")
    if lock.is_locked(connection.app.state.service.settings.home) and not handler.opt.get(
        "while_locked"
    ):
        raise LockedNow
    if policy is Policy.ANYONE:
        return
    if connection.user is None:
        raise SignInNeeded(await _typed(connection))
    if connection.user.role not in policy.roles:
        raise NotAllowed(f"This is for {policy.value}.")
    if connection.user.phone_due and not handler.opt.get("without_phone"):
        raise PhoneNeeded(await _typed(connection))


async def _typed(connection: ASGIConnection[Any, Any, Any, Any]) -> list[tuple[str, str]]:
    if not isinstance(connection, Request) or connection.method in {"GET", "HEAD"}:
        return []
    form = await connection.form()
    return [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and is_shown_again(name)
    ]
