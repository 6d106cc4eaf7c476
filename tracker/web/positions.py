"""Recording what an addressee itself has said."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import meanings, positioning
from recommendations.errors import Changed, Refused
from recommendations.positioning import Said
from recommendations.register.story import Entry, Story
from recommendations.register.updating import Update
from recommendations.register.views import AddresseeView, PositionView
from recommendations.vocabulary import PositionValue, Supersession
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web import evidence
from tracker.web.entering import Desk, carried, gathered
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.evidence import Panel
from tracker.web.form import Form, as_number, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
PLACE = "/recommendations/{place:int}/{addressee:str}/update/position"
TAB = "/position"


@dataclass(frozen=True)
class PositionPage:
    """`bases` are the hidden fields that say what counted when the form was opened."""

    here: str
    story: Story
    speakers: tuple[AddresseeView, ...]
    speaker: int
    drafts: tuple[Entry, ...]
    mine: PositionView | None
    typed: dict[str, str]
    measures: frozenset[int]
    bases: dict[str, str]
    panel: Panel
    once: str
    errors: dict[str, str]
    meanings: dict[PositionValue, str]
    something_counts: bool
    preview: Entry | None
    theirs: tuple[PositionView, ...]
    today: date


class Positions(Controller):
    @get(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        quote: FromQuery[str] = "",
        measure: FromQuery[str] = "",
    ) -> Answer:
        """`quote` is picked and `measure` ticked, where they are there."""
        picked = Form([("quote", quote), ("measures", measure)])
        return _shown(Desk(request, service, visitor, place, addressee, tab=TAB), picked)

    @post(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def record(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
        addressee: FromPath[str],
    ) -> Answer:
        return _answered(Desk(request, service, visitor, place, addressee, tab=TAB), form)

    @get(PLACE + "/{draft:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def ask_again(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        draft: FromPath[int],
    ) -> Answer:
        desk = Desk(request, service, visitor, place, addressee, draft, TAB)
        with service.database.reading() as session:
            mine = desk.read(session).position(draft)
        return _shown(desk, _as_typed(mine))

    @post(PLACE + "/{draft:int}", policy=Policy.RECORDS, sync_to_thread=True)
    def revise(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        place: FromPath[int],
        addressee: FromPath[str],
        draft: FromPath[int],
    ) -> Answer:
        return _answered(Desk(request, service, visitor, place, addressee, draft, TAB), form)

    @post(PLACE + "/{draft:int}/remove", policy=Policy.RECORDS, sync_to_thread=True)
    def remove(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        draft: FromPath[int],
    ) -> Answer:
        with service.database.writing() as session:
            positioning.drop_position(session, visitor.id, draft)
        return Redirect(f"/recommendations/{place}/{addressee}", status_code=303)


def _answered(desk: Desk, form: Form) -> Answer:
    asked = form.text("do")
    if asked in {"search", "show"}:
        return _shown(desk, form)
    try:
        if asked == "add":
            with desk.service.database.writing() as session:
                quote = evidence.store_quote(session, desk.visitor.id, desk.service.today(), form)
            return _shown(desk, form.without(evidence.EMPTIED, quote=str(quote)))
        if asked == "preview":
            return _shown(desk, form, preview=_tried(desk, form))
        return Redirect(_saved(desk, form), status_code=303)
    except NOT_SAVED as refused:
        return _shown(desk, form, refused)


def _saved(desk: Desk, form: Form) -> str:
    def save() -> str:
        return f"{desk.story_path}#position-{_record(session, desk, form)}"

    with desk.service.database.writing() as session:
        return save_once(session, desk.visitor.id, form.text("once"), save)


def _tried(desk: Desk, form: Form) -> Entry | None:
    """The entry as it will be read, saved and undone again."""
    with desk.service.database.trying() as session:
        made = _record(session, desk, form)
        entries = desk.read(session).story.entries
    return next((e for e in entries if e.position and e.position.id == made), None)


def _record(session: Session, desk: Desk, form: Form) -> int:
    """Source, quote and position in one transaction; says everything that is wrong."""
    update, today, by = desk.read(session), desk.service.today(), desk.visitor.id
    mine = update.position(desk.draft) if desk.draft else None
    refused: dict[str, str] = {}
    quote = form.number("quote")
    if evidence.is_typed(form):
        with gathered(refused):
            quote = evidence.store_quote(session, by, today, form)
    said = _said(form, update, quote, refused)
    if said is None:
        raise Refused(**refused)
    made = 0
    with gathered(refused):
        if mine:
            made = positioning.revise_position(session, by, today, mine.id, said).key
        else:
            who = _speaker(form, update)
            made = positioning.hold_position(session, by, today, who, said).key
    if refused:
        raise Refused(**refused)
    return made


def _speaker(form: Form, update: Update) -> int:
    asked = form.number("speaker")
    return asked if asked in {s.id for s in update.story.speakers} else update.story.speakers[0].id


def _said(form: Form, update: Update, quote: int | None, refused: dict[str, str]) -> Said | None:
    """None where too little was entered to go on; `refused` says what is missing."""
    fields = Form(form.pairs)
    value = fields.word("value", PositionValue, "Choose what their words come to.")
    said_on = fields.day("said_on", "Say on which day they said it.")
    if quote is None and not any(name.startswith("new-") for name in refused):
        fields.errors["quote"] = "Pick the words they said, or add the source they stand in."
    refused.update(fields.errors)
    if value is None or said_on is None or quote is None:
        if not form.numbers("measures"):
            refused["measures"] = "Choose the measures their words are about."
        return None
    asked = {call.measure for call in update.story.cell.calls}
    return Said(
        value=value,
        quote=quote,
        said_on=said_on,
        measures=[m for m in form.numbers("measures") if m in asked],
        part=form.text("part"),
        says_done=form.has("says_done"),
        supersession=form.among("kind", Supersession, Supersession.NEWS),
        bases=_bases(form, _speaker(form, update)),
    )


def _bases(form: Form, speaker: int) -> dict[int, int | None]:
    found = carried(form, f"base.{speaker}.").items()
    return {id: base for measure, base in found if (id := as_number(measure)) is not None}


def _as_typed(mine: PositionView) -> Form:
    """A draft as its author would have typed it."""
    return Form(
        [
            ("draft", str(mine.id)),
            ("speaker", str(mine.addressee)),
            ("value", mine.value.value),
            ("part", mine.part),
            ("said_on", mine.said_on.isoformat()),
            ("quote", str(mine.quote.id)),
            ("kind", (mine.supersession or Supersession.NEWS).value),
            *([("says_done", "on")] if mine.says_done else []),
            *(("measures", str(measure)) for measure in mine.measures),
        ]
    )


def _shown(
    desk: Desk, form: Form, refused: NotSaved | None = None, preview: Entry | None = None
) -> Answer:
    chosen = form.number("quote")
    with desk.service.database.reading() as session:
        update = desk.read(session)
        mine = update.position(desk.draft) if desk.draft else None
        picked = {chosen: "said"} if chosen else {}
        panel = evidence.read_panel(session, form, desk.visitor.role, desk.service.today(), picked)
    changed = isinstance(refused, Changed)
    typed = dict(reversed(form.pairs))
    now = {
        f"base.{who}.{measure}": str(view.id) if view else ""
        for (who, measure), view in update.said.items()
    }
    speaker = mine.addressee if mine else _speaker(form, update)
    measures = frozenset(form.numbers("measures")) or _only(update.story)
    counting = {
        view.id: view for measure in measures if (view := update.said.get((speaker, measure)))
    }
    context = PositionPage(
        here=desk.here,
        story=update.story,
        speakers=update.story.speakers,
        speaker=speaker,
        drafts=update.drafts_of_others(desk.visitor.code),
        mine=mine,
        typed=typed,
        measures=measures,
        # Whoever was shown what counts now builds on it.
        bases=now if changed else {name: typed.get(name, now[name]) for name in now},
        panel=panel,
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        meanings={v: meanings.meaning(v) for v in PositionValue if v != PositionValue.NONE_FOUND},
        something_counts=any(update.said.values()),
        preview=preview,
        theirs=tuple(counting.values()) if changed else (),
        today=desk.service.today(),
    )
    return page(desk.request, "position.html", context, status_of(refused) if refused else 200)


def _only(story: Story) -> frozenset[int]:
    """Where there is one measure, it is meant."""
    calls = story.cell.calls
    return frozenset(call.measure for call in calls) if len(calls) == 1 else frozenset()
