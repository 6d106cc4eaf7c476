"""The sheet of a meeting by mail to the members of the board who have an account: each gets a
mail of their own, once, and it is recorded once the server has accepted it."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports.letters import Letter
from exports.publishing import profile_named
from recommendations.errors import NotFound
from recommendations.register.editions import EditionView, read_edition
from recommendations.register.sheets import CopyView, read_copies
from recommendations.vocabulary import Length
from tracker import mail, sendings, sheet_mail
from tracker.accounts.board import Member, board_members
from tracker.accounts.sessions import Visitor
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]


@dataclass(frozen=True)
class BoardMailPage:
    """`doubtful` are those of whom nobody knows whether the mail went."""

    edition: EditionView
    audience: str
    members: tuple[Member, ...]
    copies: tuple[CopyView, ...]
    doubtful: frozenset[int]
    ticked: frozenset[int]
    lengths: tuple[tuple[str, str], ...]
    length: str
    letter: Letter | None
    ready: str
    """Why nothing can be sent from here, or nothing."""
    code: bool
    errors: dict[str, str]

    @property
    def have_it(self) -> frozenset[int]:
        return frozenset(one.person for one in self.copies)


class BoardMail(Controller):
    path = "/editions/{edition:int}/board"

    @get("/", policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        edition: FromPath[int],
    ) -> Answer:
        return _shown(request, service, edition, Form([]))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def send(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        """Whoever it did not go to is told of; to the others it went."""
        try:
            service.refuse_odd_clock()
            mail.refuse_unready(service.settings)
            with service.database.reading() as session:
                out, letter = sheet_mail.outgoing(session, service, edition, _length(form))
                members = sheet_mail.chosen(session, edition, form.numbers("member"))
            phone.confirm(request, service, visitor, form)
            sheet_mail.send(service, visitor.id, out, letter, members)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _shown(request, service, edition, form, refused)
        return Redirect(f"/editions/{edition}/board", status_code=303)

    @post("/settle", policy=Policy.RECORDS, sync_to_thread=True)
    def settle(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        """Somebody found out what became of a mail."""
        person = form.number("person") or 0
        with service.database.writing() as session:
            sheet_mail.settle(session, visitor.id, edition, person, form.text("went") == "yes")
        return Redirect(f"/editions/{edition}/board", status_code=303)


def _length(form: Form) -> Length:
    return form.among("length", Length, Length.LEAVE_BEHIND)


def _shown(
    request: Request[Any, Any, Any],
    service: Service,
    edition: int,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    letter, ready = None, ""
    with service.database.reading() as session:
        view = read_edition(session, edition)
        members, copies = board_members(session), read_copies(session, edition)
        doubtful = sendings.sheets_in_doubt(session, edition)
        profile = profile_named(session, view.audience)
        try:
            _, letter = sheet_mail.outgoing(session, service, edition, _length(form))
            mail.refuse_unready(service.settings)
        except NOT_SAVED as why:
            ready = str(why)
    have_it = {one.person for one in copies} | doubtful
    ticked = form.numbers("member") if refused else [m.id for m in members if m.id not in have_it]
    context = BoardMailPage(
        edition=view,
        audience=profile.office,
        members=members,
        copies=copies,
        doubtful=doubtful,
        ticked=frozenset(ticked),
        lengths=((Length.LEAVE_BEHIND.value, "one page"), (Length.FULL_PACK.value, "in full")),
        length=form.text("length", Length.LEAVE_BEHIND.value),
        letter=letter,
        ready=ready,
        code=phone.asks(request, service),
        errors=refused.sentences if refused else {},
    )
    return page(request, "board_mail.html", context, status_of(refused) if refused else 200)
