"""Erasing: an administrator asks, of sealed words one of the two they are sealed for; a
second person confirms with a code from the phone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import erasing
from recommendations.errors import NotFound, Refused
from recommendations.models import Erasure
from recommendations.models.base import now
from recommendations.records.writing import OPENERS
from recommendations.register.erasures import (
    ErasureView,
    Reach,
    read_erasure,
    read_erasures,
    read_reach,
)
from recommendations.register.quote_record import read_quote
from recommendations.register.sources import read_source
from tracker.accounts import confirming
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.keeping import erasing as keeping
from tracker.keeping.older import older_copies
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]
WORD = "erase"
"""Typed by whoever confirms: a click alone destroys nothing."""


@dataclass(frozen=True)
class ErasuresPage:
    erasures: tuple[ErasureView, ...]
    unfinished: bool = False
    """Done just now; ledger or sweep is still to come."""


@dataclass(frozen=True)
class AskingPage:
    """`what` is “the words of Q12”, `back` leads to it. `before` says what has to be done
    first, where nothing can be asked yet."""

    what: str
    back: str
    letters: int
    reach: tuple[Reach, ...]
    older: tuple[str, ...]
    before: str
    why: str
    errors: dict[str, str]
    sealed: bool = False


@dataclass(frozen=True)
class OneErasurePage:
    erasure: ErasureView
    reach: tuple[Reach, ...]
    older: tuple[str, ...]
    own: bool
    code: bool
    comment: str
    errors: dict[str, str]


class Erasing(Controller):
    path = "/"

    @get("/erasures", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        with service.database.reading() as session:
            found = read_erasures(session, visitor.id)
        context = ErasuresPage(found, "unfinished" in request.query_params)
        return page(request, "erasures.html", context)

    @get("/quotes/{quote:int}/erase", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_about_quote(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            context = _about_quote(session, service, visitor, quote)
        return page(request, "erase.html", context)

    @post("/quotes/{quote:int}/erase", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_for_quote(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        why = form.text("why")

        def again(session: Session, refused: Refused) -> Any:
            return _about_quote(session, service, visitor, quote, why, refused)

        return _asked(
            request,
            service,
            visitor,
            lambda session: erasing.ask_for_quote(session, visitor.id, quote, why),
            again,
        )

    @get("/quotes/{quote:int}/tier/erase", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask_about_sealed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        """For the two people it was sealed for alone."""
        with service.database.reading() as session:
            context = _about_sealed(session, service, visitor, quote)
        return page(request, "erase.html", context)

    @post("/quotes/{quote:int}/tier/erase", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask_for_sealed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        why = form.text("why")

        def ask(session: Session) -> Erasure:
            _refuse_unsealed(session, quote)
            return erasing.ask_for_quote(session, visitor.id, quote, why)

        def again(session: Session, refused: Refused) -> Any:
            return _about_sealed(session, service, visitor, quote, why, refused)

        return _asked(request, service, visitor, ask, again)

    @get("/sources/{source:int}/erase", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_about_source(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
    ) -> Answer:
        with service.database.reading() as session:
            context = _about_source(session, service, visitor, source)
        return page(request, "erase.html", context)

    @post("/sources/{source:int}/erase", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def ask_for_source(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        why = form.text("why")

        def again(session: Session, refused: Refused) -> Any:
            return _about_source(session, service, visitor, source, why, refused)

        return _asked(
            request,
            service,
            visitor,
            lambda session: erasing.ask_for_source(session, visitor.id, source, why),
            again,
        )

    @get("/erasures/{erasure:int}", policy=Policy.OPENS, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        erasure: FromPath[int],
    ) -> Answer:
        return _one(request, service, visitor, erasure)

    @post("/erasures/{erasure:int}/confirm", policy=Policy.OPENS, sync_to_thread=True)
    def confirm(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        erasure: FromPath[int],
    ) -> Answer:
        token, code = kept_in(request, COOKIE), form.text("code")

        def check(session: Session) -> None:
            if form.text("sure").strip().casefold() != WORD:
                raise Refused(sure=f"Type “{WORD}” to say that you mean it.")
            confirming.refuse_unless_confirmed(session, visitor.id, token, code)

        try:
            whole = keeping.confirm(
                service.database, service.settings.home, visitor.id, erasure, check
            )
        except NotFound:
            raise
        except Refused as refused:
            return _one(request, service, visitor, erasure, refused)
        return Redirect(f"/erasures{'' if whole else '?unfinished'}", status_code=303)

    @post("/erasures/{erasure:int}/decline", policy=Policy.OPENS, sync_to_thread=True)
    def decline(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        erasure: FromPath[int],
    ) -> Answer:
        comment = form.text("comment")
        try:
            with service.database.writing() as session:
                erasing.decline(session, visitor.id, erasure, comment)
        except NotFound:
            raise
        except Refused as refused:
            return _one(request, service, visitor, erasure, refused, comment)
        return Redirect("/erasures", status_code=303)


def _asked(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    ask: Callable[[Session], Erasure],
    again: Callable[[Session, Refused], Any],
) -> Answer:
    """To the request that now waits, or back to the form with what is wrong with it."""
    try:
        with service.database.writing() as session:
            asked = ask(session).key
    except NotFound:
        raise
    except Refused as refused:
        with service.database.reading() as session:
            context = again(session, refused)
        return page(request, "erase.html", context, status_of(refused))
    opens = visitor.role in OPENERS
    return Redirect(f"/erasures/{asked}" if opens else "/erasures", status_code=303)


def _about_quote(
    session: Session,
    service: Service,
    visitor: Visitor,
    quote: int,
    why: str = "",
    refused: Refused | None = None,
) -> AskingPage:
    read = read_quote(session, quote, visitor.role, visitor.id)
    withdrawn = read.quote.standing.withdrawn
    start, end = read.quote.start, read.quote.end
    return AskingPage(
        what=f"the words of {read.quote.ref}",
        back=f"/quotes/{quote}",
        letters=end - start,
        reach=read_reach(session, read.quote.source.id, start, end, visitor.id)
        if withdrawn
        else (),
        older=older_copies(session, service.settings, now()),
        before="" if withdrawn else erasing.WITHDRAW_FIRST,
        why=why,
        errors=refused.sentences if refused else {},
    )


def _about_sealed(
    session: Session,
    service: Service,
    visitor: Visitor,
    quote: int,
    why: str = "",
    refused: Refused | None = None,
) -> AskingPage:
    read = read_quote(session, quote, visitor.role, visitor.id).quote
    _refuse_unsealed(session, quote)
    return AskingPage(
        what=f"the words of {read.ref}",
        back=f"/quotes/{quote}/tier",
        letters=read.end - read.start,
        reach=read_reach(session, read.source.id, read.start, read.end, visitor.id),
        older=older_copies(session, service.settings, now()),
        before="",
        why=why,
        errors=refused.sentences if refused else {},
        sealed=True,
    )


def _refuse_unsealed(session: Session, quote: int) -> None:
    if erasing.named_for(session, quote) is None:
        raise NotFound("It is not sealed. Words that are not sealed are withdrawn first.")


def _about_source(
    session: Session,
    service: Service,
    visitor: Visitor,
    source: int,
    why: str = "",
    refused: Refused | None = None,
) -> AskingPage:
    read = read_source(session, source, None, visitor.role)
    return AskingPage(
        what=f"all of “{read.source.title}”",
        back=f"/sources/{source}",
        letters=read.letters,
        reach=read_reach(session, source, 0, read.letters, visitor.id),
        older=older_copies(session, service.settings, now()),
        before="",
        why=why,
        errors=refused.sentences if refused else {},
    )


def _one(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    id: int,
    refused: Refused | None = None,
    comment: str = "",
) -> Answer:
    with service.database.reading() as session:
        erasure = read_erasure(session, id, visitor.id)
        span = (erasure.source, erasure.start, erasure.end, visitor.id)
        context = OneErasurePage(
            erasure=erasure,
            reach=read_reach(session, *span) if erasure.waits else (),
            older=older_copies(session, service.settings, erasure.done_at or now()),
            own=erasure.signed.by == visitor.code,
            code=not confirming.is_fresh(session, kept_in(request, COOKIE)),
            comment=comment,
            errors=refused.sentences if refused else {},
        )
    return page(request, "erasure.html", context, status_of(refused) if refused else 200)
