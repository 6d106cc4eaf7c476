"""Editions: proposed on one page, read and issued by a second person on the same, listed
with their files, withdrawn."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from markupsafe import Markup

from exports.differences import Difference, differences
from exports.editions import (
    compose_again,
    contents_of,
    issue,
    prepare,
    read_next,
)
from exports.freezing import Contents, canonical
from exports.pack import LeaveBehind
from exports.profiles import Profile
from exports.proof import proof
from exports.publishing import profile_named
from exports.rendering import leave_behind_body
from recommendations.errors import NotFound
from recommendations.issuing import send_back, withdraw_edition
from recommendations.records.writing import OPENERS
from recommendations.register.deliveries import read_deliveries
from recommendations.register.editions import (
    EditionView,
    FileView,
    ProposalView,
    file_of,
    frozen_of,
    out_of_sight,
    read_edition,
    read_editions,
    refuse_out_of_sight,
)
from recommendations.register.holders import Recalled, read_recalled
from tracker.accounts import confirming
from tracker.accounts.sessions import Visitor
from tracker.logs import Event, say
from tracker.service import Service
from tracker.together import propose_one
from tracker.web.confirming import code_first
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]
DATA = "data"
"""Among its files: what all of them were made from."""
PDF, JSON = "application/pdf", "application/json"


@dataclass(frozen=True)
class ProposalPage:
    """`body` is the pack that waits, or how it would be proposed now. `changes` are told
    against the last edition; `since_then` against the record of today, once issuing found
    that it is not the same any more."""

    profile: Profile
    proposal: ProposalView | None
    before: EditionView | None
    changes: tuple[Difference, ...]
    compared: bool
    since_then: tuple[Difference, ...]
    needs: tuple[str, ...]
    gone: bool
    """Words in it were withdrawn since: it is not shown, and can only be proposed anew."""
    body: Markup
    own: bool
    may_issue: bool
    code: bool
    comment: str
    errors: dict[str, str]


@dataclass(frozen=True)
class EditionsPage:
    """`recalled` were withdrawn, or hold words that were."""

    editions: tuple[EditionView, ...]
    recalled: tuple[Recalled, ...]


@dataclass(frozen=True)
class EditionPage:
    edition: EditionView
    profile: Profile
    packs: tuple[LeaveBehind, ...]
    deliveries: int
    hidden: tuple[str, ...]
    """Quotes in it whose words this reader does not see any more: then no word is shown."""
    body: Markup
    why: str
    errors: dict[str, str]


class Proposals(Controller):
    path = "/packs/{code:str}/proposal"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
    ) -> Answer:
        return _proposal(request, service, visitor, code)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        code: FromPath[str],
    ) -> Answer:
        try:
            propose_one(service, service.press, visitor.id, code, over=True)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _proposal(request, service, visitor, code, refused)
        return Redirect(f"/packs/{code}/proposal", status_code=303)

    @post("/{proposal:int}/issue", policy=Policy.OPENS, sync_to_thread=True)
    def issue(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
        proposal: FromPath[int],
    ) -> Answer:
        """Composed and printed before anything is written; nothing is half issued."""
        try:
            with confirming.counted(service.database, visitor.id) as session:
                token = kept_in(request, COOKIE)
                confirming.refuse_unless_confirmed(session, visitor.id, token, form.text("code"))
            with service.database.reading() as session:
                composed = compose_again(
                    session, visitor.id, proposal, service.moment, service.issuer()
                )
            told = service.settings
            prepared = prepare(
                service.press,
                composed,
                told.address,
                service.seal(),
                embed=told.embed_data,
                certificate=service.certificate(),
            )
            with service.database.writing() as session:
                edition = issue(session, visitor.id, prepared).key
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _proposal(request, service, visitor, code, refused)
        say(Event.ISSUED, by=visitor.id, audience=code, edition=edition)
        return Redirect(f"/editions/{edition}", status_code=303)

    @post("/{proposal:int}/send-back", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def send_back(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        code: FromPath[str],
        proposal: FromPath[int],
    ) -> Answer:
        comment = form.text("comment")
        try:
            with service.database.writing() as session:
                send_back(session, visitor.id, proposal, comment)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _proposal(request, service, visitor, code, refused, comment)
        return Redirect(f"/packs/{code}/proposal", status_code=303)


class Editions(Controller):
    path = "/editions"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        audience: FromQuery[str] = "",
    ) -> Answer:
        with service.database.reading() as session:
            found = read_editions(session, audience or None)
            recalled = read_recalled(session)
        return page(request, "editions.html", EditionsPage(found, recalled))

    @get("/{edition:int}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        edition: FromPath[int],
    ) -> Answer:
        return _edition(request, service, visitor, edition)

    @get("/{edition:int}/files/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def file(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        edition: FromPath[int],
        kind: FromPath[str],
        language: FromQuery[str] = "",
    ) -> Answer:
        """As it was issued, byte for byte, or the data that it was made from; it takes a code as
        every way out does."""
        if asked := code_first(request, service):
            return asked
        with service.database.reading() as session:
            view = read_edition(session, edition)
            refuse_out_of_sight(session, view, visitor.role)
            if kind == DATA:
                raw, media_type = canonical(frozen_of(session, edition)).encode(), JSON
                shown = f'attachment; filename="{view.stem}.json"'
            else:
                file = _file_named(view, kind, language)
                _, raw = file_of(session, edition, file.length, file.language)
                media_type, shown = PDF, f'inline; filename="{view.stem_of(file)}.pdf"'
        say(Event.EXPORTED, by=visitor.id, audience=view.audience)
        return Response(raw, media_type=media_type, headers={"content-disposition": shown})

    @get("/{edition:int}/proofs/{kind:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def proof(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        edition: FromPath[int],
        kind: FromPath[str],
        language: FromQuery[str] = "",
    ) -> Answer:
        """The signature of a file, to be handed over with it. It has no word of the pack."""
        with service.database.reading() as session:
            view = read_edition(session, edition)
            file = _file_named(view, kind, language)
        told = proof(
            service.settings.organisation, view.name, file.sha256, file.signature, file.signed_with
        )
        headers = {"content-disposition": f'attachment; filename="{view.stem_of(file)}.proof.json"'}
        return Response(told, media_type=JSON, headers=headers)

    @post("/{edition:int}/withdraw", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def withdraw(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        edition: FromPath[int],
    ) -> Answer:
        why = form.text("why")
        try:
            with service.database.writing() as session:
                withdraw_edition(session, visitor.id, edition, why)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _edition(request, service, visitor, edition, refused, why)
        say(Event.EDITION_WITHDRAWN, by=visitor.id, edition=edition)
        return Redirect(f"/editions/{edition}/holders", status_code=303)


def _proposal(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    code: str,
    refused: NotSaved | None = None,
    comment: str = "",
) -> Answer:
    with service.database.reading() as session:
        found = read_next(
            session, code, service.moment, service.today(), service.issuer(), visitor.role
        )
        fresh = confirming.is_fresh(session, kept_in(request, COOKIE))
    waits, gone = found.proposal, found.gone
    context = ProposalPage(
        profile=found.profile,
        proposal=waits,
        before=found.before,
        changes=found.changes,
        compared=found.compared,
        since_then=differences(found.shown, found.now) if waits and refused and not gone else (),
        needs=found.needs,
        gone=gone,
        body=Markup() if gone else _body(found.shown),
        own=waits is not None and waits.author == visitor.id,
        may_issue=visitor.role in OPENERS,
        code=not fresh,
        comment=comment,
        errors=refused.sentences if refused else {},
    )
    return page(request, "proposal.html", context, status_of(refused) if refused else 200)


def _edition(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    edition: int,
    refused: NotSaved | None = None,
    why: str = "",
) -> Answer:
    with service.database.reading() as session:
        view = read_edition(session, edition)
        hidden = out_of_sight(session, view.quotes, visitor.role)
        profile = profile_named(session, view.audience)
        deliveries = read_deliveries(session, editions=[edition])
        contents = contents_of(frozen_of(session, edition), view.hash, service.settings.address)
    context = EditionPage(
        edition=view,
        profile=profile,
        packs=() if hidden else tuple(one.leave_behind for one in contents.values()),
        deliveries=len(deliveries),
        hidden=tuple(f"Q{id}" for id in sorted(hidden)),
        body=Markup() if hidden else _body(contents),
        why=why,
        errors=refused.sentences if refused else {},
    )
    return page(request, "edition.html", context, status_of(refused) if refused else 200)


def _file_named(edition: EditionView, kind: str, language: str) -> FileView:
    """In the main language unless another is asked for."""
    for file in edition.files:
        if file.kind == kind and language in {"", file.language}:
            return file
    raise NotFound("This edition has no such file.")


def _body(contents: Contents) -> Markup:
    """In the pack's main language."""
    first = next(iter(contents.values()))
    return Markup(leave_behind_body(first.leave_behind))  # noqa: S704 (rendered with autoescape)
