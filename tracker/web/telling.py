"""How somebody is told by itself: the weekly mail, and their private addresses."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from recommendations.errors import Refused
from tracker.accounts import feeds, weekly
from tracker.accounts.feeds import FeedAddress, FeedKind
from tracker.accounts.models import Account
from tracker.accounts.sessions import Visitor
from tracker.accounts.weekly import WeeklyMail
from tracker.logs import Event, say_once_saved
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import base_of, page
from tracker.web.policy import Policy

Answer = Response[Any]
WHERE = {FeedKind.CHANGES: "/feeds/", FeedKind.CALENDAR: "/feeds/calendar/"}
"""Kinds that there is something to fetch of, and under which path."""
NO_MAIL = (
    "No mail goes yet: whoever runs the tracker names a mail server in TRACKER_MAIL_HOST and "
    "TRACKER_MAIL_FROM."
)
WHICH = "Choose what the address is for."


@dataclass(frozen=True)
class Offered:
    """`address` is the one that there is, without its token, which nobody keeps."""

    kind: FeedKind
    address: FeedAddress | None


@dataclass(frozen=True)
class TellingPage:
    """`weekly` is there for who asked for the weekly mail; `mailbox` is where it goes, and
    `no_mail` why none goes at all. `made` is a new address of the kind `of`, shown this once."""

    weekly: WeeklyMail | None
    mailbox: str
    no_mail: str

    offered: tuple[Offered, ...]
    made: str
    of: str
    code: bool
    errors: dict[str, str]


class Telling(Controller):
    path = "/account/told"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _told(request, service, visitor)

    @post("/weekly", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def tell_weekly(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """Asking for it takes a code, as every way out does; stopping it takes none."""
        try:
            if form.has("stop"):
                with service.database.writing() as session:
                    weekly.stop(session, visitor.id)
            else:
                phone.confirm(request, service, visitor, form)
                with service.database.writing() as session:
                    weekly.want(session, visitor.id)
        except NOT_SAVED as refused:
            return _told(request, service, visitor, refused)
        return Redirect("/account/told", status_code=303)

    @post("/address", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def make(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """It takes a code, as every way out does."""
        try:
            service.refuse_odd_clock()
            kind = _kind(form)
            phone.confirm(request, service, visitor, form)
            with service.database.writing() as session:
                token = feeds.make(session, visitor.id, kind)
                say_once_saved(session, Event.ADDRESS_MADE, person=visitor.id)
        except NOT_SAVED as refused:
            return _told(request, service, visitor, refused)
        made = base_of(request) + WHERE[kind] + token
        return _told(request, service, visitor, made=made, of=kind.value)

    @post("/address/end", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def end(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """At once, and without a code."""
        kind = _kind(form)
        with service.database.writing() as session:
            feeds.end(session, visitor.id, kind)
            say_once_saved(session, Event.ADDRESS_ENDED, person=visitor.id)
        return Redirect("/account/told", status_code=303)


def _kind(form: Form) -> FeedKind:
    """Raises Refused where there is nothing to fetch of it."""
    kind = form.word("kind", FeedKind, WHICH)
    if kind not in WHERE:
        raise Refused(kind=WHICH)
    return kind


def _told(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    refused: NotSaved | None = None,
    made: str = "",
    of: str = "",
) -> Answer:
    with service.database.reading() as session:
        row = session.get(Account, visitor.id)
        wanted = weekly.of_person(session, visitor.id)
        mine = {FeedKind(one.kind): one for one in feeds.of_person(session, visitor.id)}
    context = TellingPage(
        weekly=wanted,
        mailbox=row.email if row else "",
        no_mail="" if service.settings.mail_host and service.settings.mail_from else NO_MAIL,
        offered=tuple(Offered(kind, mine.get(kind)) for kind in WHERE),
        made=made,
        of=of,
        code=phone.asks(request, service),
        errors=refused.sentences if refused else {},
    )
    return page(request, "telling.html", context, status_of(refused) if refused else 200)
