"""Editions: proposed by one person, issued by a second, withdrawn by one. What an edition
says is composed elsewhere and comes here as data."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from recommendations.errors import Changed, Refused
from recommendations.models import (
    Edition,
    EditionFile,
    EditionQuote,
    EditionWithdrawal,
    Proposal,
    RawFile,
)
from recommendations.records.people import person, refuse_unless_recorder
from recommendations.records.plans import plan_for
from recommendations.records.proposals import latest_edition, open_proposal
from recommendations.records.writing import (
    get,
    link,
    record,
    record_all,
    refuse_unless_opener,
    refuse_unless_second,
    review,
)
from recommendations.vocabulary import Length, Verdict

GONE = "That proposal does not wait any more: it was issued, sent back, or another took its place."


@dataclass(frozen=True)
class File:
    """One file of an edition, with the organisation's signature on it where there is a key."""

    length: Length
    language: str
    raw: bytes
    signature: str = ""
    signed_with: str = ""


@dataclass(frozen=True)
class Issue:
    """An edition as it is to be recorded. `number` was printed in its files."""

    number: int
    frozen: dict[str, Any]
    hash: str
    history_head: str
    quotes: Collection[int]
    files: Sequence[File]


def propose(
    session: Session, by: int, audience: str, as_of: date, content: dict[str, Any], hash: str
) -> Proposal:
    """Takes the place of a proposal that still waits. Raises Refused where the last edition
    says the very same."""
    refuse_unless_recorder(session, by)
    pack = plan_for(session, audience, by)
    last = latest_edition(session, pack.key)
    if last is not None and get(session, Proposal, last.proposal).hash == hash:
        raise Refused(f"Nothing changed since edition {last.number}; there is nothing to issue.")
    row = Proposal(
        pack=pack.key,
        as_of=as_of,
        content=content,
        hash=hash,
        supersedes=last.key if last else None,
    )
    return record(session, row, by)


def send_back(session: Session, by: int, proposal: int, comment: str) -> None:
    """With what should change. Any second person may."""
    review(session, waiting(session, proposal), person(session, by), Verdict.SENT_BACK, comment)


def waiting(session: Session, proposal: int) -> Proposal:
    """Raises Changed where it was issued or sent back, or another took its place."""
    row = get(session, Proposal, proposal, "proposal")
    still = open_proposal(session, row.pack)
    if still is None or still.key != row.key:
        raise Changed(GONE)
    return row


def refuse_unless_issuer(session: Session, by: int, proposal: Proposal) -> None:
    """Before anything is printed for it."""
    issuer = person(session, by)
    refuse_unless_opener(issuer)
    refuse_unless_second(issuer, proposal)


def issue(session: Session, by: int, proposal: int, told: Issue) -> Edition:
    """All in one transaction: the second person's word, the edition, what it quotes, and the
    bytes of its files."""
    row = waiting(session, proposal)
    refuse_unless_issuer(session, by, row)
    if told.number != next_number(session, row.pack):
        raise Changed("Another edition was issued meanwhile. Nothing was issued; look again.")
    review(session, row, person(session, by), Verdict.ACCEPTED)
    edition = record(
        session,
        Edition(
            pack=row.pack,
            proposal=row.key,
            number=told.number,
            as_of=row.as_of,
            frozen=told.frozen,
            hash=told.hash,
            history_head=told.history_head,
            supersedes=row.supersedes,
        ),
        by,
    )
    quotes = [EditionQuote(edition=edition.key, quote=id) for id in sorted(told.quotes)]
    record_all(session, [*quotes, *_stored(session, edition, told.files)], by)
    return edition


def next_number(session: Session, pack: int) -> int:
    last = latest_edition(session, pack)
    return last.number + 1 if last else 1


def withdraw_edition(session: Session, by: int, edition: int, why: str) -> EditionWithdrawal:
    """Works at once and is one person's to do, as everything that restricts."""
    person(session, by)
    get(session, Edition, edition, "edition")
    if not why.strip():
        raise Refused(why="Say why; holders of the edition are told in these words or in others.")
    if session.exec(select(EditionWithdrawal).where(EditionWithdrawal.edition == edition)).first():
        raise Refused("It is withdrawn already.")
    return record(session, EditionWithdrawal(edition=edition, why=why.strip()), by)


def _stored(session: Session, edition: Edition, files: Sequence[File]) -> list[EditionFile]:
    sums = {file: sha256(file.raw).hexdigest() for file in files}
    there = set(session.exec(select(RawFile.sha256).where(col(RawFile.sha256).in_(sums.values()))))
    new = {sums[file]: file.raw for file in files if sums[file] not in there}
    link(session, [RawFile(sha256=sum, raw=raw) for sum, raw in new.items()])
    return [
        EditionFile(
            edition=edition.key,
            length=file.length,
            language=file.language,
            sha256=sums[file],
            size=len(file.raw),
            signature=file.signature,
            signed_with=file.signed_with,
        )
        for file in files
    ]
