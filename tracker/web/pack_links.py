"""Links to packs: made and ended by people here, followed by strangers."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from markupsafe import Markup

from exports import dispatch
from exports.dispatch import outgoing
from exports.editions import contents_of
from exports.publishing import profile_named
from exports.rendering import leave_behind_body
from recommendations import delivering
from recommendations.delivering import Handed
from recommendations.errors import NotFound, Refused
from recommendations.models import Delivery
from recommendations.register.editions import (
    EditionView,
    FileView,
    State,
    file_of,
    frozen_of,
    read_edition,
)
from recommendations.register.offices import OfficeView, read_office, read_offices
from recommendations.vocabulary import Channel, Length
from tracker.accounts import pack_links
from tracker.accounts.pack_links import GONE, PackLink
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.logs import Event, say
from tracker.service import Service
from tracker.web import phone
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.links import found_by
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
UNSEEN = {"x-robots-tag": "noindex, nofollow, noarchive"}
NO_ADDRESS = (
    "A link leads to the address under which people outside reach the tracker, and none is set: "
    "whoever runs it sets TRACKER_ADDRESS."
)


@dataclass(frozen=True)
class LinkView:
    id: int
    office: str
    link: PackLink


@dataclass(frozen=True)
class LinksPage:
    """`made` is a new link, shown this once."""

    edition: EditionView
    audience: str
    offices: tuple[OfficeView, ...]
    links: tuple[LinkView, ...]
    made: str
    office: str
    code: bool
    errors: dict[str, str]


@dataclass(frozen=True)
class PackPage:
    token: str
    title: str
    language: str
    superseded: bool
    files: tuple[FileView, ...]
    body: Markup


@dataclass(frozen=True)
class _Shown:
    link: PackLink
    edition: EditionView
    delivery: Delivery


class PackLinks(Controller):
    path = "/editions/{edition:int}/links"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        edition: FromPath[int],
    ) -> Answer:
        return _links(request, service, edition)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def make(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        """It takes a code, as every way out does."""
        try:
            service.refuse_odd_clock()
            if not service.settings.address:
                raise Refused(NO_ADDRESS)
            with service.database.reading() as session:
                _office(session, service, edition, form)
            phone.confirm(request, service, visitor, form)
            with service.database.writing() as session:
                office = _office(session, service, edition, form)
                token = _made(session, service, visitor.id, edition, office)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _links(request, service, edition, form, refused)
        say(Event.LINK_MADE, by=visitor.id, edition=edition)
        made = f"{service.settings.address}/p/{token}"
        return _links(request, service, edition, made=made)

    @post("/{link:int}/revoke", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def revoke(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        edition: FromPath[int],
        link: FromPath[int],
    ) -> Answer:
        """Restricting takes one person, and no code."""
        with service.database.writing() as session:
            pack_links.revoke(session, pack_links.link_of(session, edition, link))
        say(Event.LINK_REVOKED, by=visitor.id, edition=edition)
        return Redirect(f"/editions/{edition}/links", status_code=303)


class Following(Controller):
    """For whoever holds a link. Looking consumes nothing; the file is fetched by a form, so
    that no mail scanner uses the downloads up."""

    path = "/p/{token:str}"

    @get("/", policy=Policy.ANYONE, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        token: FromPath[str],
    ) -> Answer:
        shown = _followed(request, service, token)
        with service.database.reading() as session:
            told = frozen_of(session, shown.edition.id)
        contents = contents_of(told, shown.edition.hash, service.settings.address)
        language = shown.link.language
        pack = contents[language if language in contents else next(iter(contents))].leave_behind
        context = PackPage(
            token=token,
            title=pack.title,
            language=pack.language,
            superseded=shown.edition.state is State.SUPERSEDED,
            files=_files(shown),
            body=Markup(leave_behind_body(pack)),  # noqa: S704 (rendered with autoescape)
        )
        answer = page(request, "pack_link.html", context)
        answer.headers.update(UNSEEN)
        return answer

    @post("/", policy=Policy.ANYONE, sync_to_thread=True)
    def download(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        form: NamedDependency[Form],
        token: FromPath[str],
    ) -> Answer:
        shown = _followed(request, service, token)
        length = form.among("length", Length, Length.LEAVE_BEHIND)
        with service.database.writing() as session:
            file, raw = file_of(session, shown.edition.id, length, shown.link.language)
            pack_links.downloaded(session, shown.link)
        say(Event.LINK_USED, edition=shown.edition.id)
        name = f"{shown.edition.audience}-edition-{shown.edition.number}"
        name += f"-{file.length.value.replace(' ', '-')}.pdf"
        headers = {"content-disposition": f'attachment; filename="{name}"', **UNSEEN}
        return Response(raw, media_type="application/pdf", headers=headers)


def _followed(request: Request[Any, Any, Any], service: Service, token: str) -> _Shown:
    """Through the gate as it is at this moment. Unknown, ended, revoked and kept inside
    answer alike."""

    def find(session: Session, token: str) -> _Shown:
        link, delivery = pack_links.find(session, token)
        edition = read_edition(session, delivery.edition or 0)
        held = dispatch.held_back(session, edition, service.today())
        if edition.state is State.WITHDRAWN or held or service.odd_clock(session):
            raise NotFound(GONE)
        return _Shown(link, edition, delivery)

    return found_by(request, service.database, find, token)


def _files(shown: _Shown) -> tuple[FileView, ...]:
    return tuple(one for one in shown.edition.files if one.language == shown.link.language)


def _office(session: Session, service: Service, edition: int, form: Form) -> OfficeView:
    number = form.number("office")
    if number is None:
        raise Refused(office="Choose the office that receives it.")
    office, view = read_office(session, number), read_edition(session, edition)
    if office.ended:
        raise Refused(office=f"“{office.name}” was ended; nothing is sent there any more.")
    if office.addressee not in profile_named(session, view.audience).outside:
        raise Refused(office=f"This edition is not for {office.of}: it stays with its audience.")
    outgoing(session, edition, Length.LEAVE_BEHIND, _language(view, office), service.today())
    return office


def _language(edition: EditionView, office: OfficeView) -> str:
    """Theirs, where there is a file in it."""
    spoken = [file.language for file in edition.files if file.length is Length.LEAVE_BEHIND]
    return office.language if office.language in spoken else next(iter(spoken), office.language)


def _made(session: Session, service: Service, by: int, edition: int, office: OfficeView) -> str:
    today = service.today()
    handed = Handed(edition, office.id, today, Channel.LINK, sent=True)
    delivery = pack_links.same_day(session, edition, (office.id,), today)
    delivery = delivery or delivering.deliver(session, by, today, handed)
    language = _language(read_edition(session, edition), office)
    return pack_links.make(session, by, delivery, language)


def _links(
    request: Request[Any, Any, Any],
    service: Service,
    edition: int,
    form: Form | None = None,
    refused: NotSaved | None = None,
    made: str = "",
) -> Answer:
    with service.database.reading() as session:
        view = read_edition(session, edition)
        profile = profile_named(session, view.audience)
        links = tuple(
            LinkView(link.id or 0, session.get_one(Delivery, link.delivery).office, link)
            for link in pack_links.of_edition(session, edition)
        )
        context = LinksPage(
            edition=view,
            audience=profile.office,
            offices=read_offices(session, profile.outside),
            links=links,
            made=made,
            office=form.text("office") if form else "",
            code=phone.asks(request, service),
            errors=refused.sentences if refused else {},
        )
    return page(request, "pack_links.html", context, status_of(refused) if refused else 200)
