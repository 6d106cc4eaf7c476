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
from tracker.rounds import Step
from tracker.service import Service
from tracker.together import propose_one, read_all
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
            with service.database.reading() as session:
                known = [code for code in read_profiles(session) if code in chosen]
            if not known:
                raise Refused(audience=NOTHING_TICKED)
            service.rounds.begin(visitor.id, known, work)
        except NOT_SAVED as refused:
            return _page(request, service, visitor, refused, frozenset(chosen))
        return Redirect("/packs/together", status_code=303)


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
