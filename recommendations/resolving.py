"""Resolving what is odd in a source: a person says what they found out. The source
itself stays as it was published."""

from sqlmodel import Session

from recommendations.errors import Refused
from recommendations.models import Discrepancy, Resolution, Source
from recommendations.records.oddities import notice
from recommendations.records.people import refuse_unless_recorder
from recommendations.records.writing import get, record


def resolve(session: Session, by: int, discrepancy: int, what: str) -> Resolution:
    """The latest counts; earlier ones stay on record."""
    refuse_unless_recorder(session, by)
    get(session, Discrepancy, discrepancy, "discrepancy")
    if not what.strip():
        raise Refused(what="Say what you found out, and how, so that someone else can follow it.")
    return record(session, Resolution(discrepancy=discrepancy, what=what.strip()), by)


def look_again(session: Session, by: int, source: int) -> int:
    """For what other sources and quotes have come to tell otherwise since; gives how many
    are new."""
    refuse_unless_recorder(session, by)
    return notice(session, get(session, Source, source, "source"), by)
