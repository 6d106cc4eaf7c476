"""Commands for the offices of addressees, to which packs go."""

from dataclasses import asdict, replace
from typing import Annotated

import typer

from recommendations import contacting
from recommendations.contacting import Told
from recommendations.register.addressees import read_addressee
from recommendations.register.offices import read_office, read_offices
from tracker.commands.context import AsPerson, Json, acting, print_json

NOBODY = "Set-up keeps no offices; make an account first."
Addressee = Annotated[str, typer.Argument(help="The addressee, by its code.")]
Number = Annotated[int, typer.Argument(metavar="OFFICE", help="By its number in `office list`.")]
Name = Annotated[str | None, typer.Option(help="As it calls itself.")]
Email = Annotated[str | None, typer.Option(help="Of the office, never a private mailbox.")]
Contact = Annotated[
    str | None, typer.Option(help="A name, only where they want their mail so addressed.")
]
Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="Of their copies, for instance my.")
]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """The offices that packs may go to."""
    with acting(as_person) as who:
        found = read_offices(who.session)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(f"{one.id:>5}  {one.of}: {one.name} <{one.email or 'no e-mail'}>, {one.language}")


def add(
    addressee: Addressee,
    name: Annotated[str, typer.Argument(help="As the office calls itself.")],
    email: Email = None,
    contact: Contact = None,
    language: Language = None,
    as_person: AsPerson = "",
) -> None:
    """Add an office of an addressee."""
    with acting(as_person, writes=True) as who:
        whom = read_addressee(who.session, addressee.casefold())
        told = _with(Told(name), None, email, contact, language)
        made = contacting.add_office(who.session, who.somebody(NOBODY), whom.id, told).key
    print(f"Recorded as office {made}.")


def change(
    office: Number,
    name: Name = None,
    email: Email = None,
    contact: Contact = None,
    language: Language = None,
    as_person: AsPerson = "",
) -> None:
    """Change what is given of an office; the rest stays as it is."""
    with acting(as_person, writes=True) as who:
        now = read_office(who.session, office)
        told = Told(now.name, now.email, now.contact, now.language)
        told = _with(told, name, email, contact, language)
        by = who.somebody(NOBODY)
        made = contacting.change_office(who.session, by, office, told).key
    print(f"Recorded as office {made}, in the place of office {office}.")


def end(office: Number, as_person: AsPerson = "") -> None:
    """End an office: nothing is sent there any more."""
    with acting(as_person, writes=True) as who:
        contacting.end_office(who.session, who.somebody(NOBODY), office)
    print(f"Office {office} is ended.")


def _with(
    told: Told, name: str | None, email: str | None, contact: str | None, language: str | None
) -> Told:
    given = {"name": name, "email": email, "contact": contact, "language": language}
    return replace(told, **{field: value for field, value in given.items() if value is not None})
