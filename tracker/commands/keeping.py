"""Commands that keep the record safe: backups, restore, lock, unlock, keys rotate."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from exports.proof import is_signed
from recommendations.errors import Refused
from recommendations.register.editions import State, edition_with_file
from recommendations.register.holders import words_gone
from recommendations.vocabulary import Role
from tracker.commands.context import AsPerson, Json, print_json, who_acts
from tracker.database import Database
from tracker.keeping import keys, shelf, trying
from tracker.keeping import lock as locking
from tracker.keeping.backup import make
from tracker.keeping.manifest import Damaged
from tracker.keeping.restore import restore as put_back
from tracker.logs import Event, say
from tracker.settings import Settings

BackupFile = Annotated[Path, typer.Argument(help="A backup made by tracker backup.")]
Copy = Annotated[Path, typer.Argument(help="A PDF of an edition, or a backup.")]
KeyFile = Annotated[
    Path | None, typer.Option(help="The file with your age key, for an encrypted backup.")
]


def backup(
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default in the home's backups.")
    ] = None,
) -> None:
    """Make one checked copy of the whole service, while people go on writing."""
    made = make(Settings(), out)
    say(Event.BACKED_UP, size=made.size)
    tried = "and put back on trial" if made.tried else "(putting it back was NOT TRIED)"
    typer.echo(f"{made.file}: {made.size // 1024} KB, opened again, whole {tried}.")
    typer.echo(f"Content {made.content[:16] or 'not counted'}; history: {made.links} links.")
    if made.encrypted:
        typer.echo(f"Encrypted to {made.recipients} keys; any one of them opens it.")
    else:
        typer.echo(
            "NOT ENCRYPTED: whoever has this file has everything in it. "
            "TRACKER_BACKUP_KEYS names two keys or more."
        )


def backups(as_json: Json = False) -> None:
    """List the backups in the home, and when each was last opened whole."""
    found = shelf.kept(Settings().home)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        sealed = "encrypted" if one.encrypted else "NOT ENCRYPTED"
        seen = f"{one.checked_at:%Y-%m-%d %H:%M} UTC" if one.checked_at else ""
        checked = f"{'whole' if one.whole else 'DAMAGED'}, {seen}" if seen else "not checked"
        typer.echo(f"{one.name}  {one.size // 1024} KB  {sealed}  {checked}")
    if not found:
        typer.echo("There is no backup in the home.")


def verify(file: Copy, identity: KeyFile = None) -> None:
    """Say whether a PDF is an edition of ours; or open a backup whole, put it back on trial,
    and keep nothing of it."""
    settings = Settings()
    if _is_pdf(file):
        _verify_copy(settings, file)
        return
    try:
        manifest = trying.check(settings, file, identity)
    except Damaged:
        _note(settings.home, file, whole=False)
        raise
    _note(settings.home, file, whole=True)
    typer.echo(f"{file}: whole. Made {manifest.made_at}; {manifest.links} links, all verified.")
    typer.echo(f"Content {manifest.content[:16] or 'not counted'}.")


def _is_pdf(file: Path) -> bool:
    with suppress(OSError), file.open("rb") as opened:
        return opened.read(5) == b"%PDF-"
    return False


def _verify_copy(settings: Settings, file: Path) -> None:
    """Ends with 1 where no edition has such a file."""
    sum = hashlib.sha256(file.read_bytes()).hexdigest()
    with _database(settings) as database, database.reading() as session:
        found = edition_with_file(session, sum)
        gone = found is not None and words_gone(session, found[0])
    if found is None:
        raise Refused(
            f"{file} is no file that we issued: it does not come from here, or it was changed. A "
            "copy that another program opened and saved is another file, too."
        )
    edition, copy = found
    signed = is_signed(file.read_bytes(), copy.signature, copy.signed_with)
    typer.echo(
        f"{file}: genuine. {edition.name} for {edition.audience}, {copy.length.value}, as of "
        f"{edition.as_of}; it is {State.WITHDRAWN.value if gone else edition.state.value}."
    )
    typer.echo(f"Signed with {copy.signed_with}." if signed else "The signature does not fit.")


def _note(home: Path, file: Path, whole: bool) -> None:
    with suppress(OSError):
        shelf.note(home, file, whole)


def restore(
    file: BackupFile,
    identity: KeyFile = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Set the present record aside; it is not deleted.")
    ] = False,
    as_person: AsPerson = "",
) -> None:
    """Put a backup back: checked whole before anything is put in place."""

    by: list[int | None] = []

    def acting(session: Session) -> None:
        person = who_acts(session, as_person)
        if person is not None and person.role is not Role.ADMINISTRATOR:
            raise Refused("Administrators restore. Nothing was changed.")
        by.append(person.key if person else None)

    done = put_back(Settings(), file, identity, replace, acting)
    say(Event.RESTORED, by=by[-1] if by else None)
    typer.echo(f"Restored the backup of {done.made_at}: {done.links} links, all verified.")
    typer.echo(f"Content {done.content[:16] or 'not counted'}, as it was backed up.")
    typer.echo("Everybody has to sign in again, and open invitations are void.")
    if done.withdrawn:
        typer.echo(f"Withdrawn again, by the withdrawal ledger: {done.withdrawn}.")
    if done.erased:
        typer.echo(
            f"Erased again, by the same ledger: {done.erased}. The backup still has the words."
        )
    if done.aside:
        typer.echo(f"What was there before is kept under names with before-{done.aside}.")


def lock() -> None:
    """End every session and link, and close sign-in until `tracker unlock`."""
    settings = Settings()
    with _database(settings) as database:
        locking.lock(database, settings.home)
    say(Event.LOCKED)
    typer.echo("Locked. Every session and open invitation has ended; `tracker unlock` opens it.")


def unlock() -> None:
    """Open sign-in again. Everybody signs in anew; invitations have to be made again."""
    settings = Settings()
    found = locking.read(settings.home)
    with _database(settings) as database:
        done = locking.unlock(database, settings.home)
    if not done:
        typer.echo("It was not locked.")
        return
    say(Event.UNLOCKED)
    typer.echo(f"It was locked by {found.by or 'someone at the machine'}.")
    typer.echo("Unlocked. People can sign in again.")


def rotate() -> None:
    """Make a new key for signing forms; it holds at once."""
    home = Settings().home
    if not home.is_dir():
        raise Refused(f"There is no home {home}; see TRACKER_HOME.")
    keys.rotate(home)
    say(Event.KEY_ROTATED)
    typer.echo("A new key signs forms from now on. Whoever has a form open is shown what they")
    typer.echo("typed, and sends it once more.")


@contextmanager
def _database(settings: Settings) -> Iterator[Database]:
    """As it is: locking waits for no migration."""
    if not settings.home.is_dir():
        raise Refused(f"There is no home {settings.home}; see TRACKER_HOME.")
    database = Database(settings.database)
    try:
        yield database
    finally:
        database.close()
