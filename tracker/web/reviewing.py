"""Review: what others recorded, one at a time or all changes on one screen."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import reviewing
from recommendations.errors import NotFound
from recommendations.register.waiting import Others, may_take, read_others, read_waiting
from recommendations.register.waits import Waiting
from recommendations.reviewing import Item
from recommendations.vocabulary import Verdict
from tracker.accounts import confirming
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]
MOST = 20
"""On one screen: what is accepted together is read together."""


@dataclass(frozen=True)
class ReviewPage:
    """`changes` and `openings` are what this person can accept now, the first of them;
    `apart` are drafts that began from one state, to be read side by side."""

    changes: tuple[Waiting, ...]
    openings: tuple[Waiting, ...]
    decisions: tuple[Waiting, ...]
    """Of the board: they open no words."""
    apart: tuple[tuple[Waiting, ...], ...]
    compared: tuple[Waiting, ...]
    """Each on its own page, beside its pictures."""
    more_changes: int
    more_openings: int
    for_openers: int
    """Waiting, but not for an editor to confirm; decisions of the board apart."""
    for_the_board: int
    with_authors: tuple[Waiting, ...]
    mine: tuple[Waiting, ...]
    back: tuple[Waiting, ...]
    """Mine, sent back to me."""
    others: Others
    ticked: frozenset[str]
    once: str
    errors: dict[str, str]
    today: date
    code: bool
    """What opens asks for a code from the phone."""

    @property
    def nothing(self) -> bool:
        shown = (self.changes, self.openings, self.decisions, self.apart, self.compared)
        return not any(shown)


@dataclass(frozen=True)
class ItemPage:
    item: Waiting
    rivals: tuple[Waiting, ...]
    following: str
    """Name of the next one this person can take."""
    left: int
    own: bool
    takes: bool
    comment: str
    once: str
    errors: dict[str, str]
    today: date
    code: bool


class Reviewing(Controller):
    path = "/review"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def everything(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _list(request, service, visitor, Form([]))

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def accept_ticked(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        try:
            with confirming.counted(service.database, visitor.id) as session:
                named = " ".join(form.all("item"))
                _confirm(session, request, visitor, form, named)
                save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _accept(session, visitor.id, named),
                )
        except NOT_SAVED as refused:
            return _list(request, service, visitor, form, refused)
        return Redirect("/review", status_code=303)

    @get("/next", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def next_one(
        self, service: NamedDependency[Service], visitor: NamedDependency[Visitor]
    ) -> Answer:
        with service.database.reading() as session:
            takes = _takes(read_waiting(session, visitor.role, visitor.id), visitor)
        first = takes[0] if takes else None
        page = first.where if first and first.compared else f"/review/{first.name}" if first else ""
        return Redirect(page or "/review", status_code=303)

    @get("/{name:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def one(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        name: FromPath[str],
    ) -> Answer:
        return _one(request, service, visitor, name, Form([]))

    @post("/{name:str}", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def say(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        name: FromPath[str],
    ) -> Answer:
        if form.text("do") == "show":
            return _one(request, service, visitor, name, form)
        verdict = Verdict.SENT_BACK if form.text("do") == "send back" else Verdict.ACCEPTED
        try:
            with confirming.counted(service.database, visitor.id) as session:
                if verdict is Verdict.ACCEPTED:
                    _confirm(session, request, visitor, form, form.text("item"))
                save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _accept(
                        session, visitor.id, form.text("item"), verdict, form.text("comment")
                    ),
                )
        except NOT_SAVED as refused:
            return _one(request, service, visitor, name, form, refused)
        return Redirect("/review/next", status_code=303)


def _confirm(
    session: Session, request: Request[Any, Any, Any], visitor: Visitor, form: Form, named: str
) -> None:
    if any(Item.parse(item).opens for item in named.split()):
        confirming.refuse_unless_confirmed(session, visitor.id, _token(request), form.text("code"))


def _token(request: Request[Any, Any, Any]) -> str:
    return kept_in(request, COOKIE)


def _accept(
    session: Session,
    by: int,
    named: str,
    verdict: Verdict = Verdict.ACCEPTED,
    comment: str = "",
) -> str:
    """`named` are items as their boxes carry them, with the state they were shown in."""
    items = [Item.parse(item) for item in named.split()]
    reviewing.review_all(session, by, items, verdict, comment)
    return "/review"


def _takes(waiting: tuple[Waiting, ...], visitor: Visitor) -> list[Waiting]:
    return [w for w in waiting if may_take(w, visitor.id, visitor.role)]


def _list(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        waiting = read_waiting(session, visitor.role, visitor.id)
        others = read_others(session, visitor.id)
        code = not confirming.is_fresh(session, _token(request))
    takes = _takes(waiting, visitor)
    changes = [w for w in takes if not (w.opens or w.rivals or w.compared)]
    openings = [w for w in takes if w.opens and not w.decided]
    decisions = [w for w in takes if w.decided]
    foreign = [w for w in waiting if w.author != visitor.id]
    own = [w for w in waiting if w.author == visitor.id]
    context = ReviewPage(
        changes=tuple(changes[:MOST]),
        openings=tuple(openings[:MOST]),
        decisions=tuple(decisions[:MOST]),
        apart=_side_by_side([w for w in waiting if w.rivals]),
        compared=tuple(w for w in takes if w.compared),
        more_changes=max(0, len(changes) - MOST),
        more_openings=max(0, len(openings) - MOST),
        for_openers=_beyond(foreign, openings, decided=False),
        for_the_board=_beyond(foreign, decisions, decided=True),
        with_authors=tuple(w for w in foreign if w.sent_back),
        mine=tuple(w for w in own if not w.sent_back),
        back=tuple(w for w in own if w.sent_back),
        others=others,
        ticked=frozenset(form.all("item")),
        once=form.text("once") if refused else once(),
        errors=refused.sentences if refused else {},
        today=service.today(),
        code=code,
    )
    return page(request, "review.html", context, status_of(refused) if refused else 200)


def _beyond(foreign: list[Waiting], taken: list[Waiting], decided: bool) -> int:
    """Of others, and not for this person to confirm."""
    told = [w for w in foreign if w.opens and w.decided is decided and not w.sent_back]
    return sum(1 for w in told if w not in taken)


def _side_by_side(rivals: list[Waiting]) -> tuple[tuple[Waiting, ...], ...]:
    """Drafts that began from one state, once each."""
    by_name = {w.name: w for w in rivals}
    groups = {
        frozenset({w.name, *(name for name in w.rivals if name in by_name)}): None for w in rivals
    }
    whole = [g for g in groups if not any(g < other for other in groups)]
    return tuple(tuple(by_name[name] for name in sorted(group)) for group in whole)


def _one(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    name: str,
    form: Form,
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        waiting = read_waiting(session, visitor.role, visitor.id)
        code = not confirming.is_fresh(session, _token(request))
    item = next((w for w in waiting if w.name == name), None)
    if item is None:
        raise NotFound("That does not wait any more: it was reviewed, changed or removed.")
    if item.compared:
        return Redirect(item.where, status_code=303)
    takes = _takes(waiting, visitor)
    later = [w.name for w in takes if w.name != name]
    context = ItemPage(
        item=item,
        rivals=tuple(w for w in waiting if w.name in item.rivals),
        following=later[0] if later else "",
        left=len(takes),
        own=item.author == visitor.id,
        takes=item in takes,
        comment=form.text("comment"),
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        today=service.today(),
        code=code,
    )
    return page(request, "review_one.html", context, status_of(refused) if refused else 200)
