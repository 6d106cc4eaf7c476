"""Commands that keep the record safe: backup, restore, lock, unlock, keys rotate."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.vocabulary import Role
from tracker.commands.context import AsPerson, who_acts
from tracker.database import Database
from tracker.keeping import keys
from tracker.keeping import lock as locking
from tracker.keeping.backup import make
from tracker.keeping.restore import restore as put_back
from tracker.logs import Event, say
from tracker.settings import Settings


def backup(
    out: Annotated[
        Path | None, typer.Option(help="The file to write; by default in the home's backups.")
    ] = None,
) -> None:
    """Make one checked copy of the whole service, while people go on writing."""
    made = make(Settings(), out)
    say(Event.BACKED_UP, size=made.size)
    typer.echo(f"{made.file}: {made.size // 1024} KB, opened again and whole.")
    typer.echo(f"Content {made.content[:16] or 'not counted'}; history: {made.links} links.")
    if made.encrypted:
        typer.echo(f"Encrypted to {made.recipients} keys; any one of them opens it.")
    else:
        typer.echo(
            "NOT ENCRYPTED: whoever has this file has everything in it. "
            "TRACKER_BACKUP_KEYS names two keys or more."
        )


def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by tracker backup.")],
    identity: Annotated[
        Path | None, typer.Option(help="The file with your age key, for an encrypted backup.")
    ] = None,
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
    """Make a new key for signing forms; it holds from the next start on."""
    home = Settings().home
    if not home.is_dir():
        raise Refused(f"There is no home {home}; see TRACKER_HOME.")
    keys.rotate(home)
    say(Event.KEY_ROTATED)
    typer.echo("A new key signs forms once the tracker has been started again. Whoever has a form")
    typer.echo("open then is shown what they typed, and sends it once more.")


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
