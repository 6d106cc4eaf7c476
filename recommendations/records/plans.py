"""The plan of a pack, to which asks and choices belong; made when the first of them is."""

from sqlmodel import Session, select

from recommendations.models import Ask, BriefingPack
from recommendations.records.writing import record


def plan_for(session: Session, audience: str, by: int) -> BriefingPack:
    """By the code of the audience's profile."""
    found = select(BriefingPack).where(BriefingPack.profile == audience)
    there = session.exec(found).one_or_none()
    return there or record(session, BriefingPack(profile=audience), by)


def newest(session: Session, ask: Ask) -> Ask:
    """What stands in the place of an ask now; itself where nobody changed it."""
    while later := session.exec(select(Ask).where(Ask.supersedes == ask.id)).one_or_none():
        ask = later
    return ask
