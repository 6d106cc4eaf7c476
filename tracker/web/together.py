"""The next editions of several audiences on one page: what each would change, and proposing
those that were ticked, one after the other. The page reloads itself while it goes on."""

from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from exports.editions import NextEdition
from recommendations.errors import Refused
from recommendations.register.audiences import read_profiles
from tracker.accounts.sessions import Visitor
from tracker.batches import packed
from tracker.logs import Event, say
from tracker.rounds import Step
from tracker.service import Service
from tracker.together import draft_one, drafts_there, propose_one, read_all
from tracker.web.confirming import code_first
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
NOTHING_TICKED = "Tick at least one audience."


@dataclass(frozen=True)
class TogetherPage:
    """`steps` are of the reader's latest round; while it goes on, nothing else is read."""

    editions: tuple[NextEdition, ...]
    steps: tuple[Step, ...]
    names: dict[str, str]
    goes_on: bool
    ticked: frozenset[str]
    errors: dict[str, str]


@dataclass(frozen=True)
class DraftsPage:
    """`there` are the files that may be taken as they are."""

    names: dict[str, str]
    steps: tuple[Step, ...]
    goes_on: bool
    there: tuple[str, ...]
    ticked: frozenset[str]
    full: bool
    errors: dict[str, str]


class Together(Controller):
    path = "/packs/together"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _page(request, service, visitor)

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def propose(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        def work(audience: str) -> str:
            number = propose_one(service, service.press, visitor.id, audience)
            return f"Proposal {number} waits for a second person."

        chosen = form.all("audience")
        try:
            service.rounds.begin(visitor.id, _ticked(service, chosen), work)
        except NOT_SAVED as refused:
            return _page(request, service, visitor, refused, frozenset(chosen))
        return Redirect("/packs/together", status_code=303)


class DraftsTogether(Controller):
    path = "/packs/drafts"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _drafts(request, service, visitor)

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def begin(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        """Nothing leaves here; the ZIP takes a code."""
        full = form.text("full") == "yes"

        def work(audience: str) -> str:
            return draft_one(service, service.press, visitor.id, audience, full=full)

        chosen = form.all("audience")
        try:
            service.drafting.begin(visitor.id, _ticked(service, chosen), work)
        except NOT_SAVED as refused:
            return _drafts(request, service, visitor, refused, frozenset(chosen), full)
        return Redirect("/packs/drafts", status_code=303)

    @get("/zip", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def packed(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        """Those that say what would be printed now; it takes a code as each of them does."""
        if asked := code_first(request, service):
            return asked
        files = drafts_there(service, visitor.id)
        if not files:
            return Redirect("/packs/drafts", status_code=303)
        for audience in sorted({_audience(name) for name in files}):
            say(Event.EXPORTED, by=visitor.id, audience=audience)
        name = f"drafts-{service.today().isoformat()}.zip"
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(packed(files), media_type="application/zip", headers=headers)


def _ticked(service: Service, chosen: list[str]) -> list[str]:
    """In the order of the profiles. Raises Refused where none is one of them."""
    with service.database.reading() as session:
        known = [code for code in read_profiles(session) if code in chosen]
    if not known:
        raise Refused(audience=NOTHING_TICKED)
    return known


def _audience(name: str) -> str:
    """Whose draft a file is; its code may have a hyphen."""
    return name.removesuffix(".pdf").removesuffix("-full").rpartition("-")[0]


def _drafts(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    refused: NotSaved | None = None,
    ticked: frozenset[str] | None = None,
    full: bool = False,
) -> Answer:
    steps = service.drafting.steps(visitor.id)
    goes_on = any(step.goes_on for step in steps)
    with service.database.reading() as session:
        names = {code: told["name"] for code, told in read_profiles(session).items()}
    context = DraftsPage(
        names=names,
        steps=steps,
        goes_on=goes_on,
        there=() if goes_on else tuple(drafts_there(service, visitor.id)),
        ticked=frozenset(names) if ticked is None else ticked,
        full=full,
        errors=refused.sentences if refused else {},
    )
    return page(request, "drafts.html", context, status_of(refused) if refused else 200)


def _page(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    refused: NotSaved | None = None,
    ticked: frozenset[str] = frozenset(),
) -> Answer:
    steps = service.rounds.steps(visitor.id)
    goes_on = any(step.goes_on for step in steps)
    with service.database.reading() as session:
        names = {code: told["name"] for code, told in read_profiles(session).items()}
        editions = () if goes_on else read_all(service, session, visitor.role)
    if refused is None:
        ticked = frozenset(one.profile.code for one in editions if one.ready)
    errors = refused.sentences if refused else {}
    context = TogetherPage(editions, steps, names, goes_on, ticked, errors)
    return page(request, "together.html", context, status_of(refused) if refused else 200)
