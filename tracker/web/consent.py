"""What the speaker of a quote agreed to, and by which code the speaker is known."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Redirect

from recommendations import consenting
from recommendations.errors import Refused
from recommendations.gate import Reason, kept_inside
from recommendations.ladder import TOP, upwards
from recommendations.meanings import meaning
from recommendations.records.consents import Said
from recommendations.register.consents import ConsentRecord, read_consent
from recommendations.vocabulary import ConsentState, Region, Rung
from tracker.accounts.sending import save_once
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.entering import gathered
from tracker.web.errors import status_of
from tracker.web.form import Form, Word, once
from tracker.web.pages import page
from tracker.web.policy import Policy

Answer = Response[Any]
Options = tuple[tuple[str, str], ...]
RUNGS: Options = tuple(
    (rung.value, "\u2003" * (len(upwards(rung)) - 1) + rung.value) for rung in Rung
)
REGIONS: Options = tuple((region.value, region.value) for region in Region)
STATES = tuple(
    (state.value, state.value, f"{meaning(state).capitalize()}.") for state in ConsentState
)
PURPOSES = "briefings to governments and councils"
LANGUAGE = "Burmese"


@dataclass(frozen=True)
class ConsentPage:
    """`reasons` keep the quote from every audience. `saved` is "waits" or "at once" where
    something was recorded just now."""

    record: ConsentRecord
    reasons: tuple[Reason, ...]
    states: tuple[tuple[str, str, str], ...]
    rungs: Options
    regions: Options
    speakers: Options
    typed: dict[str, str]
    audiences: tuple[str, ...]
    latest: date
    saved: str
    once: str
    errors: dict[str, str]


class Consenting(Controller):
    path = "/quotes/{quote:int}/consent"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def read(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
        saved: Annotated[str, QueryParameter(name="saved")] = "",
    ) -> Answer:
        return page(request, "consent.html", _page(service, visitor, quote, saved=saved))

    @post("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def say(
        self,
        request: Request[Any, Any, Any],
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        """Anyone keeps inside; who lets more out has to record here, and waits."""
        try:
            with service.database.writing() as session:
                led_to = save_once(
                    session,
                    visitor.id,
                    form.text("once"),
                    lambda: _save(session, visitor.id, service.today(), quote, form),
                )
        except Refused as refused:
            again = _page(service, visitor, quote, form, refused.sentences)
            return page(request, "consent.html", again, status_of(refused))
        return Redirect(led_to, status_code=303)


def _save(session: Session, by: int, today: date, quote: int, form: Form) -> str:
    """The speaker first: what is agreed to has to be true of them."""
    said, code = _said(form), form.text("speaker")
    refused = dict(form.errors)
    waits = False
    if code:
        with gathered(refused):
            rung, region = _one_of(Rung, form.text("rung")), _one_of(Region, form.text("region"))
            waits |= consenting.speak(session, by, quote, code, rung, region) is not None
    if said:
        with gathered(refused):
            waits |= consenting.say(session, by, today, quote, said).opens
    if not said and not code and not refused:
        raise Refused(state="Choose what the speaker says, or say by which code they are known.")
    if refused:
        raise Refused(**refused)
    return f"/quotes/{quote}/consent?saved={'waits' if waits else 'at+once'}"


def _said(form: Form) -> Said | None:
    state = _one_of(ConsentState, form.text("state"))
    if state is None:
        return None
    if not state.lets_leave:
        return Said(state)
    return Said(
        state=state,
        audiences=tuple(form.all("audiences")),
        attribution=_one_of(Rung, form.text("attribution")),
        with_region=form.has("with_region"),
        purposes=form.text("purposes"),
        language=form.text("language"),
        review_on=form.day("review_on"),
    )


def _one_of(words: type[Word], value: str) -> Word | None:
    return words(value) if value in set(words) else None


def _page(
    service: Service,
    visitor: Visitor,
    quote: int,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    saved: str = "",
) -> ConsentPage:
    today = service.today()
    with service.database.reading() as session:
        record = read_consent(session, quote, visitor.role)
    now = record.now
    return ConsentPage(
        record=record,
        reasons=kept_inside(record.quote.standing, today),
        states=STATES,
        rungs=RUNGS,
        regions=REGIONS,
        speakers=_speakers(record),
        typed=dict(form.pairs) if form else _offered(now, today),
        audiences=tuple(form.all("audiences")) if form else now.audiences if now else (),
        latest=consenting.in_a_year(today),
        saved=saved if saved in {"waits", "at once"} else "",
        once=form.text("once") if form else once(),
        errors=errors or {},
    )


def _offered(now: Said | None, today: date) -> dict[str, str]:
    """What is in force, else the most careful; nothing is chosen for the speaker."""
    agreed = now is not None and now.state.lets_leave
    return {
        "attribution": ((now.attribution if now else None) or TOP).value,
        "purposes": now.purposes if now and agreed else PURPOSES,
        "language": now.language if now and agreed else LANGUAGE,
        "review_on": consenting.in_a_year(today).isoformat(),
        **({"with_region": "on"} if now and now.with_region else {}),
    }


def _speakers(record: ConsentRecord) -> Options:
    stays = f"Leave it at {record.voice.code}" if record.voice else "No code yet"
    known = (
        (one.voice.code, f"{one.voice.code}: {one.voice.rung.value} ({one.quotes} here)")
        for one in record.known
    )
    return (("", stays), (consenting.NEW, "A new code: nobody who spoke before"), *known)
