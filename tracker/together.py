"""The drafts and next editions of several audiences: each printed or proposed by itself, as on
its own page or at a terminal, so that what one of them still needs stops no other."""

from collections.abc import Sequence

from exports import editions
from exports.editions import NextEdition, read_next
from exports.printing import Press
from exports.publishing import profile_named
from recommendations.errors import Refused
from recommendations.records.people import refuse_unless_recorder
from recommendations.register.audiences import read_profiles
from recommendations.register.editions import read_proposal
from recommendations.vocabulary import Role
from tracker import batches
from tracker.database import Session
from tracker.keeping import drafts, lock
from tracker.service import Service

WAITS = "A proposal waits for a second person already; it is read, issued or sent back first."
LOCKED = "The tracker was locked meanwhile; nothing was done."


def propose_one(
    service: Service, press: Press, by: int, audience: str, *, over: bool = False
) -> int:
    """The number of the proposal. `over` takes the place of one that still waits; otherwise
    that is refused."""
    with service.door.through():
        if lock.is_locked(service.settings.home):
            raise Refused(LOCKED)
        day = service.today()
        moment, issuer = service.moment(day), service.issuer()
        with service.database.reading() as session:
            refuse_unless_recorder(session, by)
            code = profile_named(session, audience).code
            forms = editions.compose_forms(session, code, moment, issuer)
        fitting = editions.fitted(press, forms, service.settings.address)
        with service.database.writing() as session:
            if not over and read_proposal(session, code):
                raise Refused(WAITS)
            return editions.propose(session, by, code, day, fitting).key


def draft_one(service: Service, press: Press, by: int, audience: str, *, full: bool) -> str:
    """Prints what of its drafts is not there yet, and says how many there are."""
    with service.door.through():
        if lock.is_locked(service.settings.home):
            raise Refused(LOCKED)
        jobs = draft_jobs(service, [audience], full=full)
    outcomes = list(batches.run(jobs, drafts.folder_of(service.settings.home, by), [press]))
    if refused := [one for one in outcomes if one.fate is batches.Fate.REFUSED]:
        raise Refused(" ".join(f"{one.name}.pdf: {one.why}" for one in refused))
    return f"{', '.join(f'{one.name}.pdf' for one in outcomes)}."


def draft_jobs(service: Service, audiences: Sequence[str], *, full: bool) -> list[batches.Job]:
    """As of today, through today's gate."""
    moment, issuer = service.moment(service.today()), service.issuer()
    with service.database.reading() as session:
        return list(batches.jobs_for(session, audiences, moment, issuer, full))


def drafts_there(service: Service, by: int) -> dict[str, bytes]:
    """The drafts of this person that may leave as they are: what was printed before the record
    changed, or before a word was withdrawn, is not among them."""
    folder = drafts.folder_of(service.settings.home, by)
    with service.database.reading() as session:
        audiences = tuple(read_profiles(session))
    return batches.there(draft_jobs(service, audiences, full=True), folder)


def read_all(service: Service, session: Session, role: Role) -> tuple[NextEdition, ...]:
    """For every audience, in the order in which they are offered."""
    issuer = service.issuer()
    return tuple(
        read_next(session, code, service.moment, service.today(), issuer, role)
        for code in read_profiles(session)
    )
