"""Logs an operator can use, without content: never words of a source, a form, a token, a
password or an address. One JSON line on standard error for each event; where that is a
terminal, somebody reads along, and only what failed is said."""

import logging
import sys
import traceback
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import sqlalchemy as sa
import structlog
from sqlmodel import Session

log = structlog.get_logger()


class Event(StrEnum):
    """Everything that is ever logged; docs/security.md says what each one means."""

    ANSWERED = "answered"
    FAILED = "failed"
    UNAVAILABLE = "database unavailable"
    LIBRARY = "a part complained"
    HOST_REFUSED = "host refused"
    ELSEWHERE = "came from another site"
    FORM_REFUSED = "form refused"
    NOT_ALLOWED = "not allowed"
    SIGNED_IN = "signed in"
    CODE_TO_COME = "password right, code to come"
    SIGN_IN_REFUSED = "sign-in refused"
    PASSWORD_REFUSED = "password refused"  # noqa: S105
    CODE_REFUSED = "code refused"
    TOO_MANY = "too many tries"
    LINK_REFUSED = "link refused"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    PASSWORD_CHANGED = "password changed"  # noqa: S105
    PHONE_SET_UP = "phone set up"
    PHONE_REMOVED = "phone removed"
    RECOVERY_CODES = "recovery codes made"
    INVITED = "invitation made"
    INVITATION_REVOKED = "invitation revoked"
    ACCOUNT_MADE = "account made"
    ROLE_GIVEN = "role given"
    ACCOUNT_CLOSED = "account closed"
    ACCOUNT_OPENED = "account opened again"
    WAY_BACK_MADE = "way back made"
    WAY_BACK_TAKEN = "way back taken"
    EXPORTED = "pack exported"
    ISSUED = "edition issued"
    EDITION_WITHDRAWN = "edition withdrawn"
    MAILED = "edition mailed"
    MAIL_REFUSED = "mail refused"
    MAIL_IN_DOUBT = "mail in doubt"
    LINK_MADE = "link to a pack made"
    LINK_REVOKED = "link to a pack ended"
    LINK_USED = "pack fetched by a link"
    WEEKLY_SENT = "weekly mail sent"
    WEEKLY_REFUSED = "weekly mail refused"
    WEEKLY_IN_DOUBT = "weekly mail in doubt"
    ADDRESS_MADE = "private address made"
    ADDRESS_ENDED = "private address ended"
    ANNOTATIONS = "annotations exported"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    KEY_ROTATED = "key rotated"
    BACKED_UP = "backup made"
    RESTORED = "restored"


ERRORS = {Event.FAILED, Event.UNAVAILABLE}
Plain = str | int | None


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_least()),
        logger_factory=lambda *_: structlog.PrintLogger(Unfailing(sys.stderr)),  # type: ignore[arg-type]
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    if not any(isinstance(handler, Complaints) for handler in root.handlers):
        root.addHandler(Complaints(logging.WARNING))


def _least() -> int:
    return logging.ERROR if sys.stderr.isatty() else logging.INFO


def say(event: Event, **told: Plain) -> None:
    """People go by their number; nothing else of a person is told."""
    (log.error if event in ERRORS else log.info)(event.value, **told)


def say_once_saved(session: Session, event: Event, **told: Plain) -> None:
    """What was undone again is not told."""
    sa.event.listen(session, "after_commit", lambda _: say(event, **told), once=True)


class Unfailing:
    """A log that cannot be written, on a full disk for instance, fails no request."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, line: str) -> None:
        with suppress(OSError, ValueError):
            self._out.write(line)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._out.flush()


def place(error: BaseException) -> str:
    """Where an error arose, by file and line; its message may hold content and is
    left out."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))


class Complaints(logging.Handler):
    """What the libraries log, by place alone: their messages may hold what was sent."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        at = place(error) if error else f"{record.filename}:{record.lineno}"
        name = type(error).__name__ if error else record.levelname.lower()
        say(Event.LIBRARY, part=record.name, error=name, at=at)
