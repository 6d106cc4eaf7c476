"""Measures: into what each recommendation is split, when each counts as done, and a new split
of what was reviewed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import splitting
from recommendations.errors import Refused
from recommendations.register import windows
from recommendations.register.register import read_register
from recommendations.register.views import RecommendationView
from recommendations.vocabulary import MeasureKind
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.form import Form, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
FIELDS = ("label", "words", "kind", "done_when")


@dataclass(frozen=True)
class MeasuresPage:
    """`of` is the place of the one recommendation that is shown, 0 for those of our own
    reports. `typed` and `errors` are by field, of the one form that was refused: `at` is
    "m" and the measure, or "r" and the recommendation it was to be added to."""

    recommendations: tuple[RecommendationView, ...]
    of: int
    left: int
    once: str
    at: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


class Measures(Controller):
    path = "/start/measures"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def all_measures(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        of: FromQuery[int] = 0,
    ) -> Answer:
        return page(request, "start_measures.html", _measures(service, visitor, of))

    @post("/", policy=Policy.RECORDS, sync_to_thread=True)
    def add(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
    ) -> Answer:
        at = f"r{form.number('recommendation') or 0}"

        def save(session: Session) -> str:
            row = splitting.add_measure(
                session, visitor.id, form.number("recommendation") or 0, **_typed(form, at)
            )
            return f"{_path(form)}#measure-{row.key}"

        return _saved(request, service, visitor, form, at, save)

    @post("/{measure:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def accept(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        measure: FromPath[int],
    ) -> Answer:
        at = f"m{measure}"

        def save(session: Session) -> str:
            if form.text("answer") == "drop":
                splitting.drop_measure(session, visitor.id, measure)
                return f"{_path(form)}#r{form.number('place') or 0}"
            if form.text("answer") == "supersede":
                made = splitting.supersede_measure(session, visitor.id, measure, **_typed(form, at))
                return f"{_path(form)}#measure-{made.key}"
            splitting.accept_measure(session, visitor.id, measure, **_typed(form, at))
            return f"{_path(form)}#measure-{measure}"

        return _saved(request, service, visitor, form, at, save)


def _path(form: Form) -> str:
    """Of the page that the form stood on."""
    of = form.number("of")
    return f"/start/measures?of={of}" if of else "/start/measures"


def _typed(form: Form, at: str) -> dict[str, Any]:
    """Every form on the page has fields of its own names, so that labels find them."""
    kind = form.text(f"{at}-kind")
    if kind not in set(MeasureKind):
        raise Refused(kind="Say whether it is done once or has to continue.")
    return {
        "label": form.text(f"{at}-label"),
        "words": form.text(f"{at}-words"),
        "kind": MeasureKind(kind),
        "done_when": form.text(f"{at}-done_when"),
    }


def _measures(service: Service, visitor: Visitor, place: int = 0, **refused: Any) -> MeasuresPage:
    """Of our own reports; of a register from elsewhere the one recommendation at `place`."""
    today = service.today()
    with service.database.reading() as session:
        only = windows.at_place(session, place) if place else windows.of_own_reports(session)
        register = read_register(session, today, service.closing(today), visitor.role, only)
    told = register.recommendations
    left = sum(1 for r in told for m in r.measures if not m.accepted_by)
    return MeasuresPage(told, place, left, once(), **refused)


def _saved(
    request: Request[Any, Any, Any],
    service: Service,
    visitor: Visitor,
    form: Form,
    at: str,
    save: Callable[[Session], str],
) -> Answer:
    try:
        with service.database.writing() as session:
            led_to = save_once(session, visitor.id, form.text("once"), lambda: save(session))
    except Refused as refused:
        errors = {f"{at}-{n}" if n in FIELDS else n: said for n, said in refused.sentences.items()}
        place = form.number("of") or 0
        context = _measures(service, visitor, place, at=at, typed=dict(form.pairs), errors=errors)
        return page(request, "start_measures.html", context, 422)
    return Redirect(led_to, status_code=303)
