"""Quoting words of a source: the words in their place, how they are published, and what
they are for, on one form."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import grounding, quoting
from recommendations.describing import Detail, describe
from recommendations.errors import NotFound, Refused
from recommendations.register.places import Place
from recommendations.register.register import read_register
from recommendations.register.selected import (
    Selected,
    read_selected,
    read_source_view,
    read_standing,
)
from recommendations.register.views import (
    AddresseeView,
    CallView,
    RecommendationView,
    Register,
    SourceView,
)
from recommendations.vocabulary import Fidelity, Precision
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import status_of
from tracker.web.form import Form, as_number
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
PLACE = "/sources/{source:int}/quote"
MARK, EVIDENCE, POSITION, GROUND = "mark", "evidence", "position", "ground"


@dataclass(frozen=True)
class Cell:
    """One recommendation with one addressee, and what it calls for."""

    recommendation: RecommendationView
    addressee: AddresseeView
    calls: tuple[CallView, ...]

    def label(self, call: CallView) -> str:
        return next(m.label for m in self.recommendation.measures if m.id == call.measure)


@dataclass(frozen=True)
class MarkingPage:
    """`selected` is None until it is clear which words are meant; `places` are those to
    choose from where they stand more than once."""

    source: SourceView
    selected: Selected | None
    places: tuple[Place, ...]
    cells: tuple[Cell, ...]
    recommendations: tuple[RecommendationView, ...]
    typed: dict[str, str]
    errors: dict[str, str]

    @property
    def usual(self) -> Fidelity:
        """How words of such a source are mostly published."""
        if self.source.transcribed:
            return Fidelity.TRANSCRIPTION
        ours = self.source.kind.is_ours
        return Fidelity.INTERPRETED_AND_EDITED if ours else Fidelity.VERBATIM_ORIGINAL


@dataclass(frozen=True)
class Asked:
    """Who is at which source."""

    request: Request[Any, Any, Any]
    service: Service
    visitor: Visitor
    source: int


class Marking(Controller):
    @get(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        source: FromPath[int],
        start: FromQuery[str] = "",
        end: FromQuery[str] = "",
    ) -> Answer:
        asked = Asked(request, service, visitor, source)
        return _shown(asked, Form([("start", start), ("end", end)]))

    @post(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def quote(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        source: FromPath[int],
    ) -> Answer:
        asked = Asked(request, service, visitor, source)
        try:
            if _span(form) is None:
                return _looked_up(asked, form)
            return Redirect(_saved(asked, form), status_code=303)
        except NotFound:
            raise
        except Refused as refused:
            return _shown(asked, form, refused)


def _span(form: Form) -> tuple[int, int] | None:
    """As two fields, or as one where a place was chosen among several."""
    first, _, last = form.text("place").partition("-")
    start, end = as_number(first or form.text("start")), as_number(last or form.text("end"))
    return None if start is None or end is None else (start, end)


def _looked_up(asked: Asked, form: Form) -> Answer:
    """Pasted words: on to the form where they stand once, else a choice of places."""
    with asked.service.database.reading() as session:
        found = read_standing(session, asked.source, form.text("words"), asked.visitor.role)
    if len(found) == 1:
        query = urlencode({"start": found[0].start, "end": found[0].end})
        return Redirect(f"/sources/{asked.source}/quote?{query}", status_code=303)
    return _shown(asked, form, places=found)


def _saved(asked: Asked, form: Form) -> str:
    """The quote and its first use in one transaction; gives the way on."""
    span = _span(form) or (0, 0)
    with asked.service.database.writing() as session:
        register = _register(session, asked)
        chosen = read_selected(session, asked.source, *span, asked.visitor.role)
        on = _use(form, register)
        quote = quoting.quote_span(
            session,
            asked.visitor.id,
            asked.source,
            chosen.place.start,
            chosen.place.end,
            form.among("fidelity", Fidelity, Fidelity.VERBATIM_ORIGINAL),
        ).key
        if not chosen.already:
            _describe(session, asked, quote, form)
        if isinstance(on, RecommendationView):
            ground = grounding.add_ground(session, asked.visitor.id, on.id, quote).key
            return f"/start/grounds#ground-{ground}"
    if on is None:
        return f"{chosen.place.at(f'q{quote}')}"
    cell, call = on
    path = f"/recommendations/{cell.recommendation.place}/{cell.addressee.code}/update"
    if form.text("use") == POSITION:
        return f"{path}/position?{urlencode({'quote': quote, 'measure': call.measure})}"
    return f"{path}?{urlencode({'quote': quote, 'call': call.id})}"


def _describe(session: Session, asked: Asked, quote: int, form: Form) -> None:
    """What is known about the words from the first."""
    day = form.day("event_on")
    form.refuse()
    told = Detail(
        language=form.text("language"),
        official=form.text("official"),
        event_on=day,
        precision=form.among("precision", Precision, Precision.DAY),
    )
    if told != Detail():
        describe(session, asked.visitor.id, asked.service.today(), quote, told)


def _use(form: Form, register: Register) -> RecommendationView | tuple[Cell, CallView] | None:
    use = form.text("use", MARK)
    if use == GROUND:
        told = register.recommendation(form.number("recommendation") or 0)
        if told is None:
            raise Refused(recommendation="Choose the recommendation that these words support.")
        return told
    if use in {EVIDENCE, POSITION}:
        for cell in _cells(register):
            for call in cell.calls:
                if call.id == form.number("call"):
                    return cell, call
        raise Refused(call="Choose the measure, and with whom.")
    return None


def _register(session: Session, asked: Asked) -> Register:
    today = asked.service.today()
    closing = asked.service.closing(today)
    return read_register(session, today, closing, asked.visitor.role)


def _cells(register: Register) -> tuple[Cell, ...]:
    return tuple(
        Cell(told, whom, register.cells[told.id, whom.id].calls)
        for told in register.recommendations
        for whom in register.addressees
        if (told.id, whom.id) in register.cells
    )


def _shown(
    asked: Asked, form: Form, refused: Refused | None = None, places: tuple[Place, ...] = ()
) -> Answer:
    errors = dict(refused.sentences) if refused else {}
    if places:
        errors["words"] = f"They stand in it {len(places)} times. Choose the place that is meant."
    span, selected = _span(form), None
    with asked.service.database.reading() as session:
        source = read_source_view(session, asked.source)
        register = _register(session, asked)
        if span:
            try:
                selected = read_selected(session, asked.source, *span, asked.visitor.role)
            except Refused as gone:
                errors |= gone.sentences
    context = MarkingPage(
        source=source,
        selected=selected,
        places=places,
        cells=() if source.kind.is_ours else _cells(register),
        recommendations=register.recommendations if source.kind.is_ours else (),
        typed=dict(reversed(form.pairs)),
        errors=errors,
    )
    status = status_of(refused) if refused else 422 if errors else 200
    return page(asked.request, "mark.html", context, status)
