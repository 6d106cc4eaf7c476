"""`tracker edition`: what was issued, one of them, its files, and withdrawing one at once."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlmodel import Session

from exports.differences import differences
from exports.editions import contents_of
from exports.freezing import canonical
from exports.proof import proof
from recommendations.issuing import withdraw_edition
from recommendations.register.editions import (
    EditionView,
    FileView,
    file_of,
    frozen_of,
    out_of_sight,
    read_edition,
    read_editions,
    refuse_out_of_sight,
)
from tracker.commands.confirming import Code, PasswordFile, confirmed
from tracker.commands.context import AsPerson, Json, acting, print_json, role_of
from tracker.commands.exporting import made, write
from tracker.logs import Event, say

Id = Annotated[int, typer.Argument(metavar="EDITION", help="By its id in `tracker edition list`.")]


def list_(as_person: AsPerson = "", as_json: Json = False) -> None:
    """What was issued, newest first."""
    with acting(as_person) as who:
        found = [_told(one) for one in read_editions(who.session)]
    if as_json:
        print_json(found)
        return
    for one in found:
        name = f"{one['audience']}, {one['name']}"
        print(f"{one['id']:>5}  {name}  {one['issued_on']}  {one['state']}")


def _told(one: EditionView) -> dict[str, Any]:
    return {
        "id": one.id,
        "audience": one.audience,
        "name": one.name,
        "issued_on": one.issued_at.date().isoformat(),
        "state": one.state.value,
        "sha256": one.hash,
    }


def show(edition: Id, as_person: AsPerson = "", as_json: Json = False) -> None:
    """One edition: how it came about, its files, and what it says."""
    with acting(as_person) as who:
        view = read_edition(who.session, edition)
        hidden = out_of_sight(who.session, view.quotes, role_of(who))
        address = who.service.settings.address
        contents = contents_of(frozen_of(who.session, edition), view.hash, address)
    told = _told(view) | {
        "as_of": view.as_of,
        "written_by": view.written_by,
        "issued_by": view.issued_by,
        "history": view.history_head,
        "withdrawn_on": view.withdrawn_on,
        "why": view.why,
        "quotes": [f"Q{id}" for id in sorted(view.quotes)],
        "hidden": [f"Q{id}" for id in sorted(hidden)],
        "files": [] if hidden else [_file(one) for one in view.files],
        "says": [] if hidden else [asdict(one) for one in differences({}, contents)],
    }
    if as_json:
        print_json(told)
        return
    print(f"{view.name} for {view.audience}, {view.state.value}, as of {view.as_of}")
    print(f"Written by {view.written_by}, issued by {view.issued_by}, {told['issued_on']}")
    if view.withdrawn_on:
        print(f"Withdrawn on {view.withdrawn_on}: {view.why}")
    print(f"It quotes {', '.join(told['quotes']) or 'nothing'}\nSHA-256 of its data {view.hash}")
    if hidden:
        print(
            f"{', '.join(told['hidden'])} withdrawn since: it is not shown or handed out any more."
        )
    for one in told["files"]:
        print(f"{one['length']}, {one['language']}, {one['size']} bytes, SHA-256 {one['sha256']}")
    for one in told["says"]:
        print(f"{one['where']}: {one['after']}")


def _file(one: FileView) -> dict[str, Any]:
    return {
        "length": one.length.value,
        "language": one.language,
        "size": one.size,
        "sha256": one.sha256,
        "signed": bool(one.signature),
    }


def files(
    edition: Id,
    folder: Annotated[Path, typer.Argument(help="Where they go; made if it is not there.")],
    as_person: AsPerson = "",
    password_file: PasswordFile = None,
    code: Code = "",
) -> None:
    """The files of an edition, byte for byte as it was issued: PDFs, their signatures, and the
    data that they were made from."""
    with confirmed(as_person, password_file, code) as who:
        view = read_edition(who.session, edition)
        refuse_out_of_sight(who.session, view, role_of(who))
        found = dict(_files(who.session, view, who.service.settings.organisation))
    made(folder)
    for name, raw in found.items():
        write(folder / name, raw)
        print(f"{folder / name}: {-(-len(raw) // 1024)} KB")
    say(Event.EXPORTED, by=who.by, audience=view.audience)


def _files(session: Session, view: EditionView, organisation: str) -> Iterator[tuple[str, bytes]]:
    for one in view.files:
        _, raw = file_of(session, view.id, one.length, one.language)
        yield f"{view.stem_of(one)}.pdf", raw
        if one.signature:
            told = proof(organisation, view.name, one.sha256, one.signature, one.signed_with)
            yield f"{view.stem_of(one)}.proof.json", told
    yield f"{view.stem}.json", canonical(frozen_of(session, view.id)).encode()


def withdraw(
    edition: Id,
    why: Annotated[str, typer.Option(help="Holders are told in these words or in others.")],
    as_person: AsPerson = "",
) -> None:
    """Withdraw an edition, at once."""
    with acting(as_person, writes=True) as who:
        by = who.somebody("Somebody with an account withdraws it.")
        withdraw_edition(who.session, by, edition, why)
    say(Event.EDITION_WITHDRAWN, by=by, edition=edition)
    print(f"It is withdrawn. Who holds it, and what to tell them: /editions/{edition}/holders")
