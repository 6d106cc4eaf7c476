"""Named audiences and sealed words: their switches, and what one quote is kept for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from recommendations import naming
from recommendations.errors import NotFound, Refused
from recommendations.register.audiences import read_profiles
from recommendations.register.people import PersonView, read_people
from recommendations.register.quote_record import QuoteRecord, read_quote
from recommendations.register.tiers import Switch, read_switches, sealed_for
from recommendations.vocabulary import Tier
from tracker.accounts import confirming
from tracker.accounts.sessions import Visitor
from tracker.database import Session
from tracker.service import Service
from tracker.web.errors import NOT_SAVED, NotSaved, status_of
from tracker.web.form import Form
from tracker.web.pages import page
from tracker.web.policy import Policy
from tracker.web.visitor import COOKIE, kept_in

Answer = Response[Any]
Asked = Request[Any, Any, Any]


@dataclass(frozen=True)
class TiersPage:
    """`typed` was refused, for the switch named `asked`."""

    switches: tuple[Switch, ...]
    sealed: tuple[int, ...]
    """For this reader alone."""
    asked: str
    typed: str
    errors: dict[str, str]
    code: bool
    """Proposing asks for a code from the phone."""


@dataclass(frozen=True)
class QuoteTierPage:
    record: QuoteRecord
    on: frozenset[Tier]
    audiences: tuple[tuple[str, str], ...]
    people: tuple[PersonView, ...]
    named: frozenset[str]
    chosen: frozenset[int]
    why: str
    errors: dict[str, str]


class Tiers(Controller):
    path = "/tiers"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def show(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
    ) -> Answer:
        return _switches(request, service, visitor)

    @post("/{tier:str}/on", policy=Policy.OPENS, sync_to_thread=True)
    def propose(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        tier: FromPath[str],
    ) -> Answer:
        token, code = kept_in(request, COOKIE), form.text("code")
        try:
            with confirming.counted(service.database, visitor.id) as session:
                naming.propose_switching_on(session, visitor.id, _tier(tier), form.text("why"))
                confirming.refuse_unless_confirmed(session, visitor.id, token, code)
        except NotFound:
            raise
        except NOT_SAVED as refused:
            return _switches(request, service, visitor, tier, form.text("why"), refused)
        return Redirect("/tiers", status_code=303)

    @post("/{tier:str}/off", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def switch_off(
        self,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        tier: FromPath[str],
    ) -> Answer:
        """At once, by anyone with an account."""
        with service.database.writing() as session:
            naming.switch_off(session, visitor.id, _tier(tier), form.text("why"))
        return Redirect("/tiers", status_code=303)


class QuoteTier(Controller):
    path = "/quotes/{quote:int}/tier"

    @get("/", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def ask(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        quote: FromPath[int],
    ) -> Answer:
        return _tiers_of(request, service, visitor, quote, Form([]))

    @post("/named", policy=Policy.RECORDS, sync_to_thread=True)
    def name(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            why = form.text("why")
            naming.name_audiences(session, visitor.id, quote, form.all("audiences"), why)

        return _saved(request, service, visitor, quote, form, save, f"/quotes/{quote}")

    @post("/sealed", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def seal(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        """At once, by anyone with an account. Whoever is not named does not see it again."""

        def save(session: Session) -> None:
            naming.seal(session, visitor.id, quote, form.numbers("people"), form.text("why"))

        return _saved(request, service, visitor, quote, form, save, "/tiers")

    @post("/unsealed", policy=Policy.SIGNED_IN, sync_to_thread=True)
    def unseal(
        self,
        request: Asked,
        service: NamedDependency[Service],
        visitor: NamedDependency[Visitor],
        form: NamedDependency[Form],
        quote: FromPath[int],
    ) -> Answer:
        def save(session: Session) -> None:
            naming.propose_unsealing(session, visitor.id, quote, form.text("why"))

        return _saved(request, service, visitor, quote, form, save, f"/quotes/{quote}")


def _tier(named: str) -> Tier:
    if named not in set(Tier):
        raise NotFound("There is no such switch.")
    return Tier(named)


def _switches(
    request: Asked,
    service: Service,
    visitor: Visitor,
    asked: str = "",
    typed: str = "",
    refused: NotSaved | None = None,
) -> Answer:
    with service.database.reading() as session:
        context = TiersPage(
            read_switches(session),
            sealed_for(session, visitor.id),
            asked,
            typed,
            refused.sentences if refused else {},
            not confirming.is_fresh(session, kept_in(request, COOKIE)),
        )
    return page(request, "tiers.html", context, status_of(refused) if refused else 200)


def _saved(
    request: Asked,
    service: Service,
    visitor: Visitor,
    quote: int,
    form: Form,
    save: Callable[[Session], None],
    led_to: str,
) -> Answer:
    try:
        with service.database.writing() as session:
            save(session)
    except NotFound:
        raise
    except Refused as refused:
        return _tiers_of(request, service, visitor, quote, form, refused)
    return Redirect(led_to, status_code=303)


def _tiers_of(
    request: Asked,
    service: Service,
    visitor: Visitor,
    quote: int,
    form: Form,
    refused: Refused | None = None,
) -> Answer:
    with service.database.reading() as session:
        record = read_quote(session, quote, visitor.role, visitor.id)
        profiles = read_profiles(session)
        context = QuoteTierPage(
            record=record,
            on=frozenset(switch.tier for switch in read_switches(session) if switch.on),
            audiences=tuple((code, content["name"]) for code, content in profiles.items()),
            people=tuple(one for one in read_people(session) if one.active),
            named=frozenset(form.all("audiences")) or record.quote.standing.named or frozenset(),
            chosen=frozenset(form.numbers("people")),
            why=form.text("why"),
            errors=refused.sentences if refused else {},
        )
    return page(request, "quote_tier.html", context, 422 if refused else 200)
