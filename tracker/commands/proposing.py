"""Commands from a plan to an edition: one person proposes, a second reads and issues it with their
own password and code, or sends it back."""

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer

from exports import editions
from exports.differences import differences
from exports.freezing import quote_ids, thawed
from exports.printing import Press
from exports.publishing import profile_named
from recommendations import issuing
from recommendations.errors import Changed, Refused
from recommendations.models import Person
from recommendations.records.people import refuse_unless_recorder
from recommendations.register.audiences import read_profiles
from recommendations.register.editions import (
    ProposalView,
    out_of_sight,
    read_editions,
    read_proposal,
)
from tracker.commands.confirming import Code, PasswordFile, confirm
from tracker.commands.context import (
    Acting,
    AsPerson,
    Json,
    acting,
    begin,
    opened,
    print_json,
    role_of,
    who_acts,
)
from tracker.database import Session
from tracker.logs import Event, say
from tracker.service import Service
from tracker.together import propose_one

NOBODY = "Somebody with an account proposes and issues; make one first."
GONE = (
    "Words in it were withdrawn since it was proposed, so it is not shown and cannot be issued. "
    "Propose it anew."
)
Audience = Annotated[str, typer.Argument(help="The audience, by its code.")]
Number = Annotated[
    int, typer.Argument(metavar="PROPOSAL", help="Its number in `tracker edition review`.")
]


def propose(
    audiences: Annotated[
        list[str] | None, typer.Argument(help="Audiences, by their codes.", show_default=False)
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--all", help="All audiences for whom no proposal waits yet.")
    ] = False,
    as_person: AsPerson = "",
) -> None:
    """Propose the packs for one or several audiences as they stand; a second person reads and
    issues each. What one of them still needs is said and stops no other."""
    if bool(audiences) is everyone:
        raise typer.BadParameter("Name audiences, or take --all.")
    with opened() as service, Press() as press:
        person = _somebody(service, as_person)
        with service.database.reading() as session:
            refuse_unless_recorder(session, person.key)
            codes = list(dict.fromkeys(audiences or read_profiles(session)))
        over = audiences is not None and len(codes) == 1
        left = [
            code for code in codes if not _proposed(service, press, person.key, code, over=over)
        ]
    if left:
        raise Refused(f"Not proposed: {', '.join(left)}; see above why.")


def _proposed(service: Service, press: Press, by: int, code: str, *, over: bool) -> bool:
    try:
        number = propose_one(service, press, by, code, over=over)
    except Refused as refused:
        print(f"{code}: {refused}", file=sys.stderr)
        return False
    print(
        f"{code}: proposal {number}. A second person reads it with `tracker edition review "
        f"{code.casefold()}`, and issues it."
    )
    return True


def review(audience: Audience, as_person: AsPerson = "", as_json: Json = False) -> None:
    """The edition that waits for a second person, or would be proposed now: what it still needs,
    what changed since the last one, and all that it says."""
    with acting(as_person) as who:
        told = _told(who, audience)
    if as_json:
        print_json(told)
        return
    waits = told["proposal"]
    if waits:
        print(f"Proposal {waits}, by {told['by']}, as of {told['as_of']}")
    elif told["needs"]:
        print("Not ready to be proposed:")
    else:
        print("Ready to be proposed.")
    for sentence in () if waits else told["needs"]:
        print(f"- {sentence}")
    if told["gone"]:
        print(GONE)
        return
    if told["before"]:
        print(f"\nChanged since {told['before'].lower()}: {len(told['changes'])}")
        for one in told["changes"]:
            print(_changed(one))
    print("\nWhat would be issued" if waits else "\nAs it stands now")
    for one in told["says"]:
        print(f"{one['where']}: {one['after']}")


def issue(
    audience: Audience,
    proposal: Number,
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """Issue what another person proposed, as it was read. Takes your password and a code."""
    with opened() as service:
        person = _somebody(service, as_person)
        confirm(service, person, password_file, code, opens=True)
        with service.database.reading() as session:
            waits = _waiting(session, audience, proposal)
            composed = editions.compose_again(
                session, person.key, waits.id, service.moment, service.issuer()
            )
        settings, seal = service.settings, service.seal()
        try:
            with Press() as press:
                prepared = editions.prepare(
                    press,
                    composed,
                    settings.address,
                    seal,
                    embed=settings.embed_data,
                    certificate=service.certificate(),
                )
        except Changed as changed:
            now = differences(thawed(waits.content), composed.forms[0])
            told = "\n".join(_changed(asdict(one)) for one in now)
            raise Changed(f"{changed}\n{told}") from changed
        with service.database.writing() as session:
            edition = editions.issue(session, person.key, prepared).key
    say(Event.ISSUED, by=person.key, audience=waits.audience, edition=edition)
    print(f"Edition {prepared.number} is issued: `tracker edition show {edition}`")


def send_back(
    audience: Audience,
    proposal: Number,
    comment: Annotated[str, typer.Option(help="What should change; its author reads it.")],
    as_person: AsPerson = "",
) -> None:
    """Send a proposal back to its author."""
    with acting(as_person, writes=True) as who:
        by, waits = who.somebody(NOBODY), _waiting(who.session, audience, proposal)
        issuing.send_back(who.session, by, waits.id, comment)
    print("Sent back.")


def _waiting(session: Session, audience: str, proposal: int) -> ProposalView:
    """Raises Changed where it is not the one that waits."""
    waits = read_proposal(session, profile_named(session, audience).code)
    if waits is None or waits.id != proposal:
        raise Changed(issuing.GONE)
    return waits


def _somebody(service: Service, as_person: str) -> Person:
    begin(service)
    with service.database.reading() as session:
        person = who_acts(session, as_person)
    if person is None:
        raise Refused(NOBODY)
    return person


def _told(who: Acting, audience: str) -> dict[str, Any]:
    session, role = who.session, role_of(who)
    code = profile_named(session, audience).code
    waits = read_proposal(session, code)
    moment, issuer = who.service.moment(who.service.today()), who.service.issuer()
    now = editions.compose_proposed(session, code, moment, issuer) if waits is None else {}
    shown = thawed(waits.content) if waits else now
    last = next(iter(read_editions(session, code)), None)
    gone = bool(out_of_sight(session, quote_ids(shown), role))
    compared = last is not None and not gone and not out_of_sight(session, last.quotes, role)
    earlier = editions.last_contents(session, code) if compared else {}
    return {
        "audience": code,
        "proposal": waits.id if waits else None,
        "by": waits.written_by if waits else "",
        "as_of": waits.as_of if waits else who.service.today(),
        "needs": editions.not_ready(shown),
        "gone": gone,
        "before": last.name if last and compared else "",
        "changes": [asdict(one) for one in differences(earlier, shown)] if compared else [],
        "says": [] if gone else [asdict(one) for one in differences({}, shown)],
    }


def _changed(one: dict[str, str]) -> str:
    return f"{one['where']}: {one['before'] or 'nothing'} → {one['after'] or 'taken out'}"
