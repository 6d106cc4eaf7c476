"""Versions of an office: a change is a new row that names the one whose place it takes."""

from sqlmodel import Session, select

from recommendations.models import Office


def newest_office(session: Session, office: Office) -> Office:
    """What stands in its place now; itself where nobody changed it."""
    while later := session.exec(select(Office).where(Office.supersedes == office.id)).one_or_none():
        office = later
    return office


def versions_of(session: Session, office: Office) -> tuple[int, ...]:
    """Every id that this office ever had, the newest first."""
    row: Office | None = newest_office(session, office)
    found = []
    while row is not None:
        found.append(row.key)
        row = session.get(Office, row.supersedes) if row.supersedes else None
    return tuple(found)
