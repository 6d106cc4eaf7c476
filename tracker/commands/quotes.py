"""`tracker quote`: one quote as it is on record, and what is said about how far it goes. What
restricts holds at once; what opens waits for a second person."""

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from recommendations import naming, triage
from recommendations.errors import Refused
from recommendations.gate import kept_inside
from recommendations.records import people
from recommendations.register.details import Learnt, read_learnt
from recommendations.register.quote_record import Event, QuoteRecord, read_quote
from recommendations.register.quotes import quotes_by_id
from recommendations.vocabulary import Tier
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    begin,
    day_of,
    number_of,
    opened,
    print_json,
    role_of,
    who_acts,
)
from tracker.keeping import withdrawing

NOBODY = "Somebody with an account says how far words go; make one first."
Ref = Annotated[str, typer.Argument(metavar="QUOTE", help="The quote, for instance Q12.")]
Why = Annotated[str, typer.Option(help="Stays in the record: no names and no addresses.")]


def show(quote: Ref, as_person: AsPerson = "", as_json: Json = False) -> None:
    """One quote: its words, what is known of it and rests on it, and why it stays inside."""
    with acting(as_person) as who:
        # What is sealed is not printed, whoever asks.
        record = read_quote(who.session, number_of(quote, "Q"), role_of(who))
        learnt = read_learnt(who.session, record.quote, role_of(who))
        reasons = [asdict(one) for one in kept_inside(record.quote.standing, who.service.today())]
    told = _told(record, learnt) | {"stays_inside": reasons}
    if as_json:
        print_json(told)
        return
    print(f"{told['ref']}  {told['source']}  {told['tier']}\n{told['exact']}")
    for line in told["known"]:
        print(f"{line}.")
    for use in told["rests_on_it"]:
        print(f"Used: {use}")
    for reason in reasons:
        print(f"Stays inside: {reason['why']} {reason['needed']}")
    for event in told["said"]:
        print(f"{event['at'][:10]}  {event['by']}  {event['what']}  {event['why']}".rstrip())


def _told(record: QuoteRecord, learnt: Learnt) -> dict[str, Any]:
    view = record.quote
    original = learnt.original.ref if learnt.original else None
    known = [f"As published: {view.fidelity.value}", *learnt.lines]
    return {
        "ref": view.ref,
        "source": view.source.ref,
        "exact": view.exact,
        "tier": view.standing.tier.value,
        "known": [*known, f"Translates {original}"] if original else known,
        "added_at": view.added_at and view.added_at.isoformat(timespec="seconds"),
        "rests_on_it": [use.words for use in record.uses],
        "waits": record.waits,
        "said": [_event(one) for one in record.events],
    }


def _event(one: Event) -> dict[str, Any]:
    told = {"what": one.what, "why": one.why, "by": one.signed.by, "at": one.signed.at.isoformat()}
    return told | {"waits": one.waits}


def withdraw(
    quote: Ref,
    why: Why,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
    as_person: AsPerson = "",
) -> None:
    """Withdraw a quote for good, at once: it is out of every later pack."""
    number = number_of(quote, "Q")
    with opened() as service:
        begin(service)
        with service.database.reading() as session:
            who = Acting(service, session, who_acts(session, as_person))
            by = who.somebody(NOBODY)
            there = quotes_by_id(session, [number], role_of(who)).get(number)
        if not yes and sys.stdin.isatty():
            words = f", “{_short(there.exact)}”" if there and there.exact else ""
            typer.confirm(f"Withdraw Q{number} for good{words}?", abort=True, err=True)
        listed = withdrawing.withdraw(service.database, service.settings.home, by, number, why)
    print(f"Q{number} is withdrawn.")
    if not listed:
        print(
            "The withdrawal ledger could not be written; the next start tries again.",
            file=sys.stderr,
        )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def keep_inside(quote: Ref, why: Why = "", as_person: AsPerson = "") -> None:
    """Keep a quote inside, at once."""
    with acting(as_person, writes=True) as who:
        triage.keep_inside(who.session, who.somebody(NOBODY), number_of(quote, "Q"), why)
    print(f"Q{number_of(quote, 'Q')} stays inside.")


def may_leave(quote: Ref, why: Why = "", as_person: AsPerson = "") -> None:
    """Say that a quote may leave; a second person confirms it on the page."""
    with acting(as_person, writes=True) as who:
        triage.say_may_leave(who.session, who.somebody(NOBODY), number_of(quote, "Q"), why)
    print(f"Said. Q{number_of(quote, 'Q')} stays inside until a second person confirms it: /review")


def embargo(
    quote: Ref,
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day, as 2027-01-31.")],
    as_person: AsPerson = "",
) -> None:
    """Keep a quote inside through a day. It can be made longer, and never shorter."""
    with acting(as_person, writes=True) as who:
        by, today = who.somebody(NOBODY), who.service.today()
        triage.embargo(who.session, by, today, number_of(quote, "Q"), day_of(until))
    print(f"Q{number_of(quote, 'Q')} stays inside until {until} is over.")


def tier(
    quote: Ref,
    kept_for: Annotated[Tier, typer.Argument(help="S1, named audiences; S3, two people by name.")],
    audience: Annotated[
        list[str] | None, typer.Option(help="Of S1: one of them, by code. Repeat it.")
    ] = None,
    person: Annotated[
        list[str] | None, typer.Option(help="Of S3: one of the two, by short name. Repeat it.")
    ] = None,
    why: Why = "",
    as_person: AsPerson = "",
) -> None:
    """Keep a quote for named audiences, or seal it for two people."""
    number = number_of(quote, "Q")
    with acting(as_person, writes=True) as who:
        by = who.somebody(NOBODY)
        if kept_for is Tier.NAMED_AUDIENCES:
            said = naming.name_audiences(who.session, by, number, audience or [], why)
        elif kept_for is Tier.SEALED:
            said = naming.seal(who.session, by, number, _people(who, person or []), why)
        else:
            raise Refused("For S0 there is `quote may-leave`, for S2 `quote keep-inside`.")
        waits = said.opens
    print("It waits for a second person: /review" if waits else f"Q{number} is {kept_for.value}.")


def unseal(quote: Ref, why: Why = "", as_person: AsPerson = "") -> None:
    """Propose to unseal a quote, as one of the two it is sealed for; the other confirms it."""
    with acting(as_person, writes=True) as who:
        naming.propose_unsealing(who.session, who.somebody(NOBODY), number_of(quote, "Q"), why)
    print("Proposed. It stays sealed until the other of the two confirms it: /review")


def _people(who: Acting, codes: list[str]) -> list[int]:
    found = {code: people.named(who.session, code) for code in codes}
    unknown = [code for code, row in found.items() if row is None]
    if unknown:
        raise Refused(f"There is nobody here by the short name “{unknown[0]}”.")
    return [row.key for row in found.values() if row is not None]
