"""The sheet of a meeting by mail to the members of the board who have an account: each gets a
mail of their own, once, and it is recorded once the server has accepted it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from exports import dispatch
from exports.dispatch import Outgoing
from exports.letters import ONE_PAGE, Letter, Subject, covering_note
from exports.publishing import profile_named
from recommendations.delivering import copy_sheet
from recommendations.errors import NotFound, Refused
from recommendations.register.editions import EditionView, read_edition
from recommendations.register.sheets import CopyView, read_copies
from recommendations.vocabulary import Length
from tracker import mail, sendings
from tracker.accounts.board import Member, board_members
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.logs import Event, say
from tracker.mail import InDoubt, Mail, NotSent
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.posting import sender

Answer = Response[Any]
NOT_THEIRS = "Only the sheet of a meeting is mailed to the board; this edition is for others."


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
                out, letter = _outgoing(session, service, edition, form)
                chosen = _chosen(session, edition, form)
            phone.confirm(request, service, visitor, form)
            failed = dict(_sent(service, visitor.id, out, letter, chosen))
            if failed:
                told = " ".join(f"{code}: {why}" for code, why in failed.items())
                raise Refused(f"To {len(chosen) - len(failed)} of {len(chosen)} it went. {told}")
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
            doubtful = sendings.settle_sheet(session, edition, person)
            if doubtful and form.text("went") == "yes":
                copy_sheet(session, visitor.id, edition, person)
        return Redirect(f"/editions/{edition}/board", status_code=303)


def _outgoing(
    session: Session, service: Service, edition: int, form: Form
) -> tuple[Outgoing, Letter]:
    """Raises Refused where it may not go out, through today's gate."""
    length = form.among("length", Length, Length.LEAVE_BEHIND)
    view = read_edition(session, edition)
    languages = sorted(file.language for file in view.files if file.length is length)
    language = next(iter(languages), "")
    out = dispatch.outgoing(session, edition, length, language, service.today())
    if not out.profile.decides:
        raise Refused(NOT_THEIRS)
    told = Subject(out.profile.office, out.edition.number, out.edition.as_of)
    one_page = ONE_PAGE if length is Length.LEAVE_BEHIND else ""
    note = covering_note(sender(service), told, length, "", "", None, attached_as=one_page)
    return out, note


def _chosen(session: Session, edition: int, form: Form) -> list[Member]:
    """Nobody gets it a second time."""
    have_it = {one.person for one in read_copies(session, edition)}
    ticked = set(form.numbers("member"))
    chosen = [m for m in board_members(session) if m.id in ticked and m.id not in have_it]
    if not chosen:
        raise Refused("Choose at least one who does not have it yet.")
    return chosen


def _sent(
    service: Service, by: int, out: Outgoing, letter: Letter, chosen: list[Member]
) -> Iterator[tuple[str, str]]:
    """Gives those to whom it did not go, or may not have gone, with the reason."""
    edition = out.edition.id
    for member in chosen:
        with service.database.writing() as session:
            claimed = sendings.claim_sheet(session, edition, member.id)
        if not claimed:
            yield member.code, "it is on its way, or nobody knows whether it went."
            continue
        try:
            told = Mail(member.email, letter.subject, letter.body, out.name, out.raw)
            mail.send(service.settings, told)
        except NotSent as why:
            with service.database.writing() as session:
                sendings.settle_sheet(session, edition, member.id)
            say(Event.MAIL_REFUSED, by=by, edition=edition)
            yield member.code, str(why)
        except InDoubt as why:
            say(Event.MAIL_IN_DOUBT, by=by, edition=edition)
            yield member.code, str(why)
        else:
            with service.database.writing() as session:
                copy_sheet(session, by, edition, member.id)
                sendings.settle_sheet(session, edition, member.id)
            say(Event.MAILED, by=by, edition=edition)


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
            _, letter = _outgoing(session, service, edition, form)
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
