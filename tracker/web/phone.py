"""What takes a fresh code from the phone, on the pages that do it."""

from typing import Any

from litestar import Request

from tracker.accounts import confirming, passwords
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web.form import Form
from tracker.web.visitor import COOKIE, kept_in


def asks(request: Request[Any, Any, Any], service: Service) -> bool:
    """Whether a code has to be entered with the form."""
    with service.database.reading() as session:
        return not confirming.is_fresh(session, kept_in(request, COOKIE))


def confirm(
    request: Request[Any, Any, Any], service: Service, visitor: Visitor, form: Form
) -> None:
    """Raises Refused with a sentence for the field `code`; a wrong one counts."""
    if asks(request, service):
        with confirming.counted(service.database, visitor.id) as session:
            token, code = kept_in(request, COOKIE), form.text("code")
            confirming.refuse_unless_confirmed(session, visitor.id, token, code)


def refuse_unless_password(service: Service, visitor: Visitor, form: Form) -> None:
    """Raises Refused with a sentence for the field `current`; a wrong one counts."""
    with confirming.counted(service.database, visitor.id) as session:
        passwords.refuse_wrong(session, visitor.id, form.text("current"))
