"""The sheet of a meeting by mail to the members of the board who have an account: each gets a
mail of their own, once, and it is recorded once the server has accepted it."""

from collections.abc import Collection, Iterator

from exports import dispatch
from exports.dispatch import Outgoing
from exports.letters import ONE_PAGE, Letter, Subject, covering_note
from recommendations.delivering import copy_sheet
from recommendations.errors import Refused
from recommendations.records.people import refuse_unless_recorder
from recommendations.register.editions import read_edition
from recommendations.register.sheets import read_copies
from recommendations.vocabulary import Length
from tracker import mail, sendings
from tracker.accounts.board import Member, board_members
from tracker.database import Session
from tracker.logs import Event, say
from tracker.mail import InDoubt, Mail, NotSent
from tracker.posting import sender
from tracker.service import Service

NOT_THEIRS = "Only the sheet of a meeting is mailed to the board; this edition is for others."


def outgoing(
    session: Session, service: Service, edition: int, length: Length
) -> tuple[Outgoing, Letter]:
    """Raises Refused where it may not go out, through today's gate."""
    view = read_edition(session, edition)
    languages = sorted(file.language for file in view.files if file.length is length)
    language = next(iter(languages), "")
    out = dispatch.outgoing(session, edition, length, language, service.today())
    if not out.profile.decides:
        raise Refused(NOT_THEIRS)
    told = Subject(out.profile.office, out.edition.number, out.edition.as_of)
    one_page = ONE_PAGE if length is Length.LEAVE_BEHIND else ""
    note = covering_note(sender(service), told, length, "", "", None, attached_as=one_page)
    return out, note


def chosen(session: Session, edition: int, persons: Collection[int]) -> list[Member]:
    """Those among them who do not have it: nobody gets it a second time. Raises Refused where
    there are none."""
    have_it = {one.person for one in read_copies(session, edition)}
    left = [m for m in board_members(session) if m.id in persons and m.id not in have_it]
    if not left:
        raise Refused("Choose at least one who does not have it yet.")
    return left


def send(service: Service, by: int, out: Outgoing, letter: Letter, members: list[Member]) -> None:
    """Raises Refused with whom it did not go to, or may not have gone to, and why; to the
    others it went."""
    failed = dict(_sent(service, by, out, letter, members))
    if failed:
        told = " ".join(f"{code}: {why}" for code, why in failed.items())
        raise Refused(f"To {len(members) - len(failed)} of {len(members)} it went. {told}")


def settle(session: Session, by: int, edition: int, member: int, went: bool) -> bool:
    """Somebody found out what became of a mail. Whether there was any doubt."""
    refuse_unless_recorder(session, by)
    doubtful = sendings.settle_sheet(session, edition, member)
    if doubtful and went:
        copy_sheet(session, by, edition, member)
    return doubtful


def _sent(
    service: Service, by: int, out: Outgoing, letter: Letter, members: list[Member]
) -> Iterator[tuple[str, str]]:
    edition = out.edition.id
    for member in members:
        with service.database.writing() as session:
            claimed = sendings.claim_sheet(session, edition, member.id)
        if not claimed:
            yield member.code, "it is on its way, or nobody knows whether it went."
            continue
        try:
            told = Mail(member.email, letter.subject, letter.body, out.name, out.raw)
            mail.send(service.settings, told)
        except NotSent as why:
            with service.database.writing() as session:
                sendings.settle_sheet(session, edition, member.id)
            say(Event.MAIL_REFUSED, by=by, edition=edition)
            yield member.code, str(why)
        except InDoubt as why:
            say(Event.MAIL_IN_DOUBT, by=by, edition=edition)
            yield member.code, str(why)
        else:
            with service.database.writing() as session:
                copy_sheet(session, by, edition, member.id)
                sendings.settle_sheet(session, edition, member.id)
            say(Event.MAILED, by=by, edition=edition)
