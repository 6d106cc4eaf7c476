"""Mail, by the organisation's own server. It goes encrypted or not at all, names no machine
and no program, and what became of it is said in one sentence."""

import asyncio
import ipaddress
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import format_datetime, make_msgid

import aiosmtplib

from recommendations.errors import Refused
from tracker.settings import Settings

PATIENCE = 20.0
"""Seconds for each step of talking with the server."""
NO_SERVER = (
    "No mail server is set: whoever runs the tracker names one in TRACKER_MAIL_HOST and "
    "TRACKER_MAIL_FROM. Until then, take the PDF, send it yourself, and record it."
)


class NotSent(Refused):
    """It certainly did not go."""


class InDoubt(Refused):
    """The connection ended after the server had the mail and before it said what it did."""


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str
    name: str = ""
    """Of the PDF; empty without one."""
    pdf: bytes = b""
    html: str = ""
    """The same as the body, for who reads it so."""
    by_itself: bool = False
    """No person sent it, and none is to be answered."""


def refuse_unready(settings: Settings) -> None:
    """Before anybody writes anything."""
    if not settings.mail_host or not settings.mail_from:
        raise NotSent(NO_SERVER)
    if settings.mail_tls == "none" and not _is_here(settings.mail_host):
        raise NotSent(
            "Mail goes encrypted, or to a server on this machine: set TRACKER_MAIL_TLS to "
            "“starttls” or “tls”."
        )


def message(settings: Settings, mail: Mail) -> EmailMessage:
    """Its number is made of the sender's domain: no name of a machine."""
    told = EmailMessage(policy=LINES)
    told["From"] = settings.mail_from
    told["To"] = mail.to
    told["Subject"] = mail.subject
    told["Date"] = format_datetime(datetime.now(UTC))
    told["Message-ID"] = make_msgid(domain=_domain(settings))
    if mail.by_itself:
        told["Auto-Submitted"] = "auto-generated"
    told.set_content(mail.body)
    if mail.html:
        told.add_alternative(mail.html, subtype="html")
    if mail.pdf:
        told.add_attachment(mail.pdf, maintype="application", subtype="pdf", filename=mail.name)
    return told


def send(settings: Settings, mail: Mail) -> None:
    """Returns once the server has accepted it. Raises NotSent or InDoubt."""
    refuse_unready(settings)
    # In a thread of its own: whoever asks may be in an event loop already.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(lambda: asyncio.run(_send(settings, mail))).result()


async def _send(settings: Settings, mail: Mail) -> None:
    server = aiosmtplib.SMTP(
        hostname=settings.mail_host,
        port=settings.mail_port,
        username=settings.mail_user or None,
        password=settings.mail_password.get_secret_value() or None,
        local_hostname=_domain(settings),
        timeout=PATIENCE,
        use_tls=settings.mail_tls == "tls",
        start_tls=settings.mail_tls == "starttls",
    )
    try:
        await _connected(server)
        await server.send_message(message(settings, mail))
    except (aiosmtplib.SMTPTimeoutError, aiosmtplib.SMTPServerDisconnected, OSError) as error:
        raise InDoubt(
            "The mail server stopped answering while it was taking the mail: nobody can say from "
            "here whether it went."
        ) from error
    except aiosmtplib.SMTPException as error:
        raise NotSent(_why(error)) from error
    finally:
        await _closed(server)


async def _connected(server: aiosmtplib.SMTP) -> None:
    try:
        await server.connect()
    except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
        raise NotSent(_why(error)) from error


async def _closed(server: aiosmtplib.SMTP) -> None:
    """At once: a farewell under TLS would outlast the loop."""
    connection = server.transport
    with suppress(aiosmtplib.SMTPException, OSError):
        await server.quit(timeout=1)
    server.close()
    if isinstance(connection, asyncio.Transport):
        connection.abort()
    await asyncio.sleep(0.01)


def _why(error: Exception) -> str:
    """Never in the server's own words: they may name the recipient."""
    for kind, sentence in _SENTENCES.items():
        if isinstance(error, kind) or isinstance(error.__cause__, kind):
            return f"{sentence} Nothing was sent."
    return "The mail server could not be reached. Nothing was sent."


_SENTENCES: dict[type[Exception], str] = {
    aiosmtplib.SMTPAuthenticationError: "The mail server did not take our name and password.",
    aiosmtplib.SMTPRecipientsRefused: "The mail server refuses this address; look at the office.",
    aiosmtplib.SMTPRecipientRefused: "The mail server refuses this address; look at the office.",
    aiosmtplib.SMTPSenderRefused: "The mail server does not let us send under TRACKER_MAIL_FROM.",
    aiosmtplib.SMTPDataError: "The mail server refused the mail itself; it may be too large.",
    aiosmtplib.SMTPTimeoutError: "The mail server did not answer in time.",
    aiosmtplib.SMTPNotSupported: "The mail server offers no encryption, or no sign-in.",
    ssl.SSLError: "The encryption of the mail server cannot be believed: its certificate, or the "
    "setting TRACKER_MAIL_TLS, is wrong.",
}


def _domain(settings: Settings) -> str:
    return settings.mail_from.rpartition("@")[2].rstrip("> ") or "localhost.invalid"


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
