"""Serving the tracker, and its first start."""

from typing import Annotated, Any

import typer
import uvicorn

from recommendations.vocabulary import Role
from tracker.accounts import invitations
from tracker.commands.context import begin
from tracker.demo import fill
from tracker.demo_edition import issue_sample
from tracker.digests import Mondays
from tracker.keeping import lock
from tracker.keeping.running import serving
from tracker.service import Service, open_service
from tracker.settings import Settings

HTTP: dict[str, Any] = {
    "log_config": None,
    "access_log": False,
    "server_header": False,
    "ws": "none",
    "limit_concurrency": 200,
    "forwarded_allow_ips": "127.0.0.1",
}
"""Addresses may hold tokens, so nothing but our own door logs a request. Past that many
connections at once a further one is told to come back. Only a web server on this machine
is believed when it says for whom it asks."""
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    demo: Annotated[bool, typer.Option("--demo", help="Serve the sample home.")] = False,
) -> None:
    """Serve the tracker; the first start imports the bundled report."""
    service = open_service(demo_settings() if demo else Settings())
    # The web takes a second to load, and no other command needs it.
    from tracker.app import create_app  # noqa: PLC0415

    begin(service)
    if demo:
        fill(service)
        issue_sample(service)
    welcome(f"http://{host}:{port}", first_link(service), lock.is_locked(service.settings.home))
    with serving(service.settings.home), Mondays(service):
        uvicorn.run(
            create_app(service),
            host=host,
            port=port,
            **HTTP,
        )


def welcome(address: str, link: str, locked: bool) -> None:
    """In one piece, so that nothing stands between the lines."""
    lines = [f"The tracker is at {address}"]
    if locked:
        lines.append("It is locked: nobody can sign in until `tracker unlock`.")
    if link:
        lines.append(f"\nMake the first account here, once:\n\n    {address}{link}\n")
    typer.echo("\n".join([*lines, "Ctrl-C ends it."]))


def first_link(service: Service) -> str:
    """A one-time link for the first administrator, new at every start until it is used."""
    with service.database.writing() as session:
        if invitations.anyone(session):
            return ""
        return f"/welcome/{invitations.invite(session, Role.ADMINISTRATOR)}"


def demo() -> None:
    """Make a separate home with sample people, triage, positions and assessments."""
    service = open_service(demo_settings())
    begin(service)
    fill(service)
    issue_sample(service)
    service.database.close()
    typer.echo(f"The sample home is {service.settings.home}; ./run demo serves it.")


def demo_settings() -> Settings:
    """Beside the real home, never in its database."""
    own = Settings()
    contact = own.contact or "sample-contact@example.org"
    return Settings(home=own.home / "demo", database_url="", sample=True, contact=contact)
