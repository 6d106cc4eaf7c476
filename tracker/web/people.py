"""People: who is here in which role, inviting, and closing an account at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations.errors import NotFound, Refused
from recommendations.register.people import PersonView, read_people
from recommendations.vocabulary import Role
from tracker.accounts import confirming, invitations, members, second_factor
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]

ROLES = {
    Role.EDITOR: "records what addressees say and do, and reviews the records of others",
    Role.REVIEWER: "reviews, and confirms what opens words to the outside",
    Role.BOARD: "reads everything, reviews, and confirms what opens words to the outside",
    Role.ADMINISTRATOR: "does all of it, and looks after people",
}
ASKED = "Choose what they will do here."


@dataclass(frozen=True)
class OpenInvitation:
    """`stored` stands for the link in a form; the link itself is shown only once."""

    stored: str
    role: Role
    email: str
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class PeoplePage:
    people: tuple[PersonView, ...]
    invitations: tuple[OpenInvitation, ...]
    roles: dict[Role, str]
    role: str
    email: str
    once: str
    errors: dict[str, str]
    code: bool
    """Whether a code has to be entered first."""
    phone: bool
    row: int = 0
    """The person whose form was refused, with the role that was chosen."""
    link: str = ""
    """The one-time link, on the page that answers the invitation and never again."""

    @property
    def alone(self) -> bool:
        return sum(1 for one in self.people if one.active) < 2


class People(Controller):
    path = "/people"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def who_is_here(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        with service.database.reading() as session:
            context = _people(session, request, visitor)
        return page(request, "people.html", context)

    @post("/invitations", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def invite(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """The link is on the page that answers: it is stored hashed only, so there is no
        other page to lead to."""
        made: list[str] = []
        try:
            with confirming.counted(service.database, visitor.id) as session:
                role = form.word("role", Role, ASKED)
                form.refuse()
                _confirm(session, request, visitor, form)

                def save() -> str:
                    email = form.text("email")
                    made.append(invitations.invite(session, role or Role.EDITOR, email, visitor.id))
                    return "/people"

                led_to = save_once(session, visitor.id, form.text("once"), save)
                context = _people(session, request, visitor, link=_link(request, made))
        except Refused as refused:
            with service.database.reading() as session:
                context = _people(session, request, visitor, form, refused.sentences)
            return page(request, "people.html", context, status_of(refused))
        return page(request, "people.html", context) if made else Redirect(led_to, status_code=303)

    @post("/invitations/revoke", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def revoke(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        with service.database.writing() as session:
            invitations.revoke(session, visitor.id, form.text("invitation"))
        return Redirect("/people#invitations", status_code=303)

    @post("/{person:int}/role", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def change_role(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        person: FromPath[int],
    ) -> Answer:
        try:
            with confirming.counted(service.database, visitor.id) as session:
                role = form.word("role", Role, "Choose a role.")
                form.refuse()
                _confirm(session, request, visitor, form)
                members.change_role(session, visitor.id, person, role or Role.EDITOR)
        except Refused as refused:
            return _refused(request, service, visitor, person, refused, form)
        return Redirect(f"/people#person-{person}", status_code=303)

    @post("/{person:int}/close", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def close(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        person: FromPath[int],
    ) -> Answer:
        try:
            with service.database.writing() as session:
                members.close(session, visitor.id, person)
        except Refused as refused:
            return _refused(request, service, visitor, person, refused)
        return Redirect(f"/people#person-{person}", status_code=303)

    @post("/{person:int}/reopen", policy=Policy.ADMINISTERS, sync_to_thread=True)
    def reopen(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        person: FromPath[int],
    ) -> Answer:
        try:
            with confirming.counted(service.database, visitor.id) as session:
                _confirm(session, request, visitor, form)
                members.reopen(session, visitor.id, person)
        except NotFound:
            raise
        except Refused as refused:
            return _refused(request, service, visitor, person, refused, form)
        return Redirect(f"/people#person-{person}", status_code=303)


def _confirm(
    session: Session, request: Request[Any, Any, Any], visitor: Visitor, form: Form
) -> None:
    """What gives somebody access; closing an account takes no code."""
    token = kept_in(request, COOKIE)
    confirming.refuse_unless_confirmed(session, visitor.id, token, form.text("code"))


def _people(
    session: Session,
    request: Request[Any, Any, Any],
    visitor: Visitor,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    link: str = "",
    row: int = 0,
) -> PeoplePage:
    administers = visitor.role is Role.ADMINISTRATOR
    waiting = invitations.still_open(session) if administers else ()
    return PeoplePage(
        people=read_people(session),
        invitations=tuple(
            OpenInvitation(i.token_hash, Role(i.role), i.email, i.made_at, i.expires_at)
            for i in waiting
        ),
        roles=ROLES,
        role=form.text("role") if form else "",
        email=form.text("email") if form else "",
        once=(form.text("once") if form else "") or once(),
        errors=errors or {},
        code=administers and not confirming.is_fresh(session, kept_in(request, COOKIE)),
        phone=second_factor.confirmed(session, visitor.id),
        row=row,
        link=link,
    )


def _link(request: Request[Any, Any, Any], made: list[str]) -> str:
    base = f"{request.base_url}".rstrip("/")
    return f"{base}/welcome/{made[0]}" if made else ""


def _refused(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    person: int,
    refused: Refused,
    form: Form | None = None,
) -> Answer:
    """The sentence stands beside the person it is about."""
    sentence = " ".join(refused.sentences.values())
    with service.database.reading() as session:
        errors = {f"person-{person}": sentence}
        context = _people(session, request, visitor, form, errors, row=person)
    return page(request, "people.html", context, status_of(refused))
