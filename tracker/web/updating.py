"""Recording what we find: one page with the question, the evidence and a preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from recommendations import assessing, meanings
from recommendations.assessing import Finding
from recommendations.errors import Changed, Refused
from recommendations.register.story import Entry, Story
from recommendations.register.suggestions import read_suggestions
from recommendations.register.updating import Update
from recommendations.register.views import AssessmentView, CallView
from recommendations.vocabulary import Stance, Status, Supersession
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
PLACE = "/recommendations/{place:int}/{addressee:str}/update"


@dataclass(frozen=True)
class UpdatePage:
    """`typed` is what stands in the fields; `theirs` what came to count while it was
    being typed; `preview` the entry as it will be read."""

    here: str
    story: Story
    counting: dict[int, AssessmentView | None]
    published_on: date | None
    drafts: tuple[Entry, ...]
    mine: AssessmentView | None
    typed: dict[str, str]
    calls: frozenset[int]
    panel: Panel
    once: str
    errors: dict[str, str]
    meanings: dict[Status, str]
    needs: dict[Status, str]
    preview: Entry | None
    theirs: tuple[AssessmentView, ...]
    today: date

    @property
    def something_counts(self) -> bool:
        return any(self.counting.values())

    @property
    def looked_typed(self) -> bool:
        """Whether the part about a search stands open."""
        needs_search = {Status.NOTHING_FOUND, Status.NO_FURTHER_STEP}
        return bool(
            self.typed.get("status") in needs_search
            or self.typed.get("searched")
            or {"searched", "searched_on"} & set(self.errors)
        )


class Updating(Controller):
    @get(PLACE, policy=Policy.RECORDS, sync_to_thread=True)
    def ask(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        place: FromPath[int],
        addressee: FromPath[str],
        quote: FromQuery[str] = "",
        call: FromQuery[str] = "",
    ) -> Answer:
        """`quote` is picked as evidence and `call` ticked, where they are there."""
        picked = Form([(f"use.{quote}", Stance.SUPPORTS.value), ("calls", call)])
        return _shown(Desk(request, service, visitor, place, addressee), picked)

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
        return _answered(Desk(request, service, visitor, place, addressee), form)

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
        desk = Desk(request, service, visitor, place, addressee, draft)
        with service.database.reading() as session:
            mine = desk.read(session).assessment(draft)
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
        return _answered(Desk(request, service, visitor, place, addressee, draft), form)

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
            assessing.drop_assessment(session, visitor.id, draft)
        return Redirect(f"/recommendations/{place}/{addressee}", status_code=303)


def _answered(desk: Desk, form: Form) -> Answer:
    """Every button of the page sends the whole form, and gets all of it back."""
    asked = form.text("do")
    if asked in {"search", "show"}:
        return _shown(desk, form)
    try:
        if asked == "add":
            return _shown(desk, _with_quote_added(desk, form))
        if asked == "preview":
            return _shown(desk, form, preview=_tried(desk, form))
        return Redirect(_saved(desk, form), status_code=303)
    except NOT_SAVED as refused:
        return _shown(desk, form, refused)


def _with_quote_added(desk: Desk, form: Form) -> Form:
    """The new quote is stored and picked, and its fields are free for the next one."""
    with desk.service.database.writing() as session:
        quote = evidence.store_quote(session, desk.visitor.id, desk.service.today(), form)
    use = evidence.new_use(form)
    return form.without(evidence.EMPTIED, **{f"use.{quote}": use})


def _saved(desk: Desk, form: Form) -> str:
    def save() -> str:
        made = _record(session, desk, form)
        return f"{desk.story_path}#assessment-{made[0]}"

    with desk.service.database.writing() as session:
        return save_once(session, desk.visitor.id, form.text("once"), save)


def _tried(desk: Desk, form: Form) -> Entry | None:
    """The entry as it will be read, saved and undone again."""
    with desk.service.database.trying() as session:
        made = _record(session, desk, form)
        entries = [e for e in desk.read(session).story.entries if e.assessment]
    mine = [e for e in entries if e.assessment and e.assessment.id in made]
    return Entry(
        on=mine[0].on,
        measures=tuple(m for e in reversed(mine) for m in e.measures),
        assessment=mine[0].assessment,
    )


def _record(session: Session, desk: Desk, form: Form) -> list[int]:
    """Source, quote and findings in one transaction; says everything that is wrong."""
    update = desk.read(session)
    mine = update.assessment(desk.draft) if desk.draft else None
    refused: dict[str, str] = {}
    uses = evidence.uses_of(form)
    if evidence.is_typed(form):
        with gathered(refused):
            today = desk.service.today()
            quote = evidence.store_quote(session, desk.visitor.id, today, form)
            uses[quote] = evidence.new_use(form)
    unread = set(refused)
    finding = _finding(form, update, uses, refused)
    if finding is None:
        raise Refused(**refused)
    calls = [mine.call] if mine else [c.id for c in _calls(update, form)]
    made: list[int] = []
    with gathered(refused):
        by, today = desk.visitor.id, desk.service.today()
        if mine:
            assessing.revise_assessment(session, by, today, mine.id, finding)
            made = [mine.id]
        else:
            made = [a.key for a in assessing.assess(session, by, today, calls, finding)]
    if unread:
        # The quote that is not stored yet may be the very one that is missing.
        refused.pop("evidence", None)
    if refused:
        raise Refused(**refused)
    return made


def _calls(update: Update, form: Form) -> list[CallView]:
    ticked = set(form.numbers("calls"))
    return [call for call in update.story.cell.calls if call.id in ticked]


def _finding(
    form: Form, update: Update, uses: dict[int, str], refused: dict[str, str]
) -> Finding | None:
    """None where too little was entered to go on; `refused` says what is missing."""
    fields = Form(form.pairs)
    status = fields.word("status", Status, "Choose what is true now.")
    baseline = fields.has("baseline") and update.published_on is not None
    asked = "" if baseline else "Say since when it has been so; the day on the source, mostly."
    true_on = fields.day("true_on", asked)
    until, searched_on = fields.day("until"), fields.day("searched_on")
    if not form.text("reason").strip():
        fields.errors["reason"] = "Say in a sentence why; the reason is printed beside the finding."
    outside = [quote for quote, use in uses.items() if use == evidence.OUTSIDE]
    if len(outside) > 1:
        fields.errors["evidence"] = "One quote shows that it is outside their powers; keep one."
    refused.update(fields.errors)
    since = update.published_on if baseline else true_on
    if status is None or since is None:
        if not _calls(update, form) and not form.has("draft"):
            refused["calls"] = "Choose at least one measure."
        return None
    return Finding(
        status=status,
        reason=form.text("reason"),
        true_on=since,
        until=until,
        evidence=[(id, Stance(use)) for id, use in uses.items() if use != evidence.OUTSIDE],
        searched=form.text("searched"),
        search_terms=form.text("terms"),
        searched_on=searched_on,
        outside_powers_quote=outside[0] if outside else None,
        supersession=form.among("kind", Supersession, Supersession.NEWS),
        bases=_bases(form),
    )


def _bases(form: Form) -> dict[int, int | None]:
    """What counted when the form was opened, as it carries it."""
    found = carried(form, "base.").items()
    return {id: base for call, base in found if (id := as_number(call)) is not None}


def _as_typed(mine: AssessmentView) -> Form:
    """A draft as its author would have typed it."""
    pairs = [
        ("draft", str(mine.id)),
        ("calls", str(mine.call)),
        ("status", mine.status.value),
        ("reason", mine.reason),
        ("kind", (mine.supersession or Supersession.NEWS).value),
        ("base." + str(mine.call), str(mine.base or "")),
        ("until", mine.until.isoformat() if mine.until else ""),
        ("true_on", "" if mine.baseline else mine.true_on.isoformat()),
        *([("baseline", "on")] if mine.baseline else []),
        *((f"use.{piece.quote.id}", piece.stance.value) for piece in mine.evidence),
    ]
    if mine.outside_powers:
        pairs.append((f"use.{mine.outside_powers.id}", evidence.OUTSIDE))
    return Form(pairs)


def _shown(
    desk: Desk, form: Form, refused: NotSaved | None = None, preview: Entry | None = None
) -> Answer:
    with desk.service.database.reading() as session:
        update = desk.read(session)
        mine = update.assessment(desk.draft) if desk.draft else None
        panel = evidence.read_panel(
            session, form, desk.visitor.role, desk.service.today(), evidence.uses_of(form)
        )
        if index := desk.service.word_index(session):
            about = update.story.recommendation.id
            suggested = read_suggestions(session, index, about, desk.visitor.role)
            panel = evidence.with_suggestions(panel, suggested)
    calls = _calls(update, form)
    changed = isinstance(refused, Changed)
    typed = dict(reversed(form.pairs))
    bases = {f"base.{id}": str(view.id) if view else "" for id, view in update.counting.items()}
    seen = {name: typed[name] for name in bases if name in typed}
    context = UpdatePage(
        here=desk.here,
        story=update.story,
        counting=update.counting,
        published_on=update.published_on,
        drafts=update.drafts_of_others(desk.visitor.code),
        mine=mine,
        # Whoever was shown what counts now builds on it.
        typed={**typed, **bases, **({} if changed else seen)},
        calls=frozenset(call.id for call in calls or only(update.story.cell.calls)),
        panel=panel,
        once=form.text("once") or once(),
        errors=refused.sentences if refused else {},
        meanings={s: meanings.meaning(s) for s in Status if s is not Status.NOT_YET_ASSESSED},
        needs=meanings.NEEDS,
        preview=preview,
        theirs=tuple(view for c in calls if changed and (view := update.counting[c.id])),
        today=desk.service.today(),
    )
    return page(desk.request, "update.html", context, status_of(refused) if refused else 200)


def only(calls: Sequence[CallView]) -> Sequence[CallView]:
    """Where there is one measure, it is meant."""
    return calls if len(calls) == 1 else ()
