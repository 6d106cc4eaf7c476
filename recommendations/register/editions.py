"""Editions and proposals as people read them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, select

from recommendations.errors import NotAllowed, NotFound
from recommendations.gate import may_read
from recommendations.models import (
    BriefingPack,
    Edition,
    EditionFile,
    EditionQuote,
    EditionWithdrawal,
    Person,
    Proposal,
    Quote,
    RawFile,
)
from recommendations.records.proposals import latest_edition, open_proposal
from recommendations.records.standing import standings
from recommendations.records.writing import get
from recommendations.vocabulary import Length, Role


class State(StrEnum):
    """What may be said of an edition to whoever holds a copy."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class FileView:
    id: int
    length: Length
    language: str
    sha256: str
    size: int
    signature: str
    signed_with: str

    @property
    def kind(self) -> str:
        """As it stands in addresses and in the names of files."""
        return self.length.value.replace(" ", "-")


@dataclass(frozen=True)
class EditionView:
    """`written_by` proposed it, `issued_by` is the second person."""

    id: int
    audience: str
    number: int
    as_of: date
    hash: str
    history_head: str
    state: State
    written_by: str
    issued_by: str
    issued_at: datetime
    withdrawn_on: date | None
    why: str
    files: tuple[FileView, ...]
    quotes: frozenset[int]

    @property
    def name(self) -> str:
        return f"Edition {self.number}"

    @property
    def stem(self) -> str:
        """Of the names of its files."""
        return f"{self.audience}-edition-{self.number}"

    def stem_of(self, file: FileView) -> str:
        return f"{self.stem}-{file.kind}-{file.language}"


@dataclass(frozen=True)
class ProposalView:
    id: int
    audience: str
    as_of: date
    content: Mapping[str, Any]
    hash: str
    author: int
    written_by: str
    written_at: datetime
    before: int | None
    """The edition that it was compared with."""


def read_editions(session: Session, audience: str | None = None) -> tuple[EditionView, ...]:
    """Of one audience or of all, the newest first."""
    rows = _rows(session)
    return tuple(view for view in rows if audience in {None, view.audience})


def read_edition(session: Session, id: int) -> EditionView:
    found = next((view for view in _rows(session) if view.id == id), None)
    if found is None:
        raise NotFound(f"There is no edition {id}.")
    return found


def edition_with_file(session: Session, sha256: str) -> tuple[EditionView, FileView] | None:
    """Whose file has these bytes."""
    for view in _rows(session):
        for file in view.files:
            if file.sha256 == sha256:
                return view, file
    return None


def file_of(
    session: Session, edition: int, length: Length, language: str
) -> tuple[FileView, bytes]:
    view = read_edition(session, edition)
    for file in view.files:
        if (file.length, file.language) == (length, language):
            stored = session.get(RawFile, file.sha256)
            if stored is not None and stored.raw:
                return file, stored.raw
    raise NotFound("This edition has no such file, or its words were erased.")


def out_of_sight(session: Session, quotes: Collection[int], role: Role) -> frozenset[int]:
    """Those of an edition's quotes whose words this role does not see any more: withdrawn
    since, sealed, or erased."""
    rows = session.exec(select(Quote).where(col(Quote.id).in_(quotes)))
    there = standings(session, rows)
    return frozenset(id for id in quotes if id not in there or not may_read(there[id], role))


def refuse_out_of_sight(session: Session, edition: EditionView, role: Role) -> None:
    """Before any of its files is handed out again. Raises NotAllowed."""
    if out_of_sight(session, edition.quotes, role):
        raise NotAllowed("Words in this edition were withdrawn since; it is not handed out.")


def frozen_of(session: Session, edition: int) -> Mapping[str, Any]:
    return get(session, Edition, edition, "edition").frozen


def read_proposal(session: Session, audience: str) -> ProposalView | None:
    """The one that waits for a second person."""
    pack = session.exec(select(BriefingPack).where(BriefingPack.profile == audience)).one_or_none()
    row = open_proposal(session, pack.key) if pack else None
    if row is None:
        return None
    author = session.get(Person, row.recorded_by)
    return ProposalView(
        id=row.key,
        audience=audience,
        as_of=row.as_of,
        content=row.content,
        hash=row.hash,
        author=row.recorded_by or 0,
        written_by=author.code if author else "",
        written_at=row.recorded_at,
        before=row.supersedes,
    )


def _rows(session: Session) -> Sequence[EditionView]:
    """Their frozen data stays where it is."""
    author, issuer = aliased(Person), aliased(Person)
    rows = session.exec(
        select(Edition, BriefingPack.profile, author.code, issuer.code)
        .join(BriefingPack, col(BriefingPack.id) == Edition.pack)
        .join(Proposal, col(Proposal.id) == Edition.proposal)
        .join(author, col(author.id) == Proposal.recorded_by)
        .join(issuer, col(issuer.id) == Edition.recorded_by)
        .options(defer(Edition.frozen))  # type: ignore[arg-type]
        .order_by(col(Edition.id).desc())
    ).all()
    files: dict[int, list[FileView]] = defaultdict(list)
    for file in session.exec(select(EditionFile).order_by(col(EditionFile.id))):
        files[file.edition].append(_file(file))
    quotes: dict[int, set[int]] = defaultdict(set)
    for quoted in session.exec(select(EditionQuote)):
        quotes[quoted.edition].add(quoted.quote)
    withdrawn = {row.edition: row for row in session.exec(select(EditionWithdrawal))}
    latest = {row.pack: latest_edition(session, row.pack) for row, *_ in rows}
    return [
        EditionView(
            id=row.key,
            audience=audience,
            number=row.number,
            as_of=row.as_of,
            hash=row.hash,
            history_head=row.history_head,
            state=_state(row, latest[row.pack], withdrawn.get(row.key)),
            written_by=written_by,
            issued_by=issued_by,
            issued_at=row.recorded_at,
            withdrawn_on=gone.recorded_at.date() if (gone := withdrawn.get(row.key)) else None,
            why=gone.why if gone else "",
            files=tuple(files[row.key]),
            quotes=frozenset(quotes[row.key]),
        )
        for row, audience, written_by, issued_by in rows
    ]


def _state(row: Edition, latest: Edition | None, gone: EditionWithdrawal | None) -> State:
    if gone is not None:
        return State.WITHDRAWN
    return State.CURRENT if latest is None or latest.key == row.key else State.SUPERSEDED


def _file(row: EditionFile) -> FileView:
    return FileView(
        row.key, row.length, row.language, row.sha256, row.size, row.signature, row.signed_with
    )
