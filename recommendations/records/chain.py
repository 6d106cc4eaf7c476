"""The history: every write adds a link, and links are never changed.

A link's hash covers its number, act, record, person, time, the salted hash of the
content and the hash of the link before. The salt keeps short content from being
guessed; destroying it with the content leaves a chain that still verifies.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from recommendations import models
from recommendations.models import (
    AudienceProfile,
    ChainHead,
    Change,
    Delivery,
    Edition,
    EditionFile,
    Erasure,
    Position,
    PositionMeasure,
    RawFile,
    Review,
    ScannedPage,
    Search,
    SearchCall,
    Source,
    TierChange,
    Transcription,
    Variant,
)
from recommendations.models.base import now
from recommendations.records.named import named_audiences, named_people
from recommendations.records.scans import files_of_sources, scanned_pages
from recommendations.records.withheld import cleared_flags, withheld_spans
from recommendations.vocabulary import Verdict

GENESIS = "0" * 64
SOURCE = str(Source.__tablename__)
EDITION = str(Edition.__tablename__)


class Act(StrEnum):
    RECORDED = "recorded"
    EDITED = "edited"
    DROPPED = "dropped"
    ERASED = "erased"
    """Content was destroyed, and with it the salt of every link before; this link covers
    the tombstone that is left."""


@dataclass(frozen=True)
class Head:
    """`hash` may be the beginning of one, where it was read from paper."""

    seq: int
    hash: str


class Link(NamedTuple):
    """What was done to which record."""

    act: str
    kind: str
    id: int


@dataclass(frozen=True)
class Broken:
    """What does not verify, for a person."""

    where: str
    what: str


def lately(session: Session) -> Sequence[datetime]:
    """When the last links were made, newest first, each by the clock of its moment."""
    return session.exec(select(Change.at).order_by(col(Change.seq).desc()).limit(50)).all()


def kind_of(row: SQLModel) -> str:
    return str(row.__tablename__)


def append(session: Session, rows: Sequence[models.Recorded], act: Act, by: int | None) -> None:
    """Adds one link for each row, in order; locks the head until the transaction ends."""
    append_told(session, [(kind_of(row), row.key, content(session, row)) for row in rows], act, by)


def append_told(
    session: Session, told: Sequence[tuple[str, int, str]], act: Act, by: int | None
) -> None:
    """The same for records that are known by kind, id and content. All links go in with one
    statement: as objects they would take longer than the records themselves."""
    head = session.exec(select(ChainHead).with_for_update()).one_or_none()
    if head is None:
        head = ChainHead(seq=0, hash=GENESIS)
    links: list[dict[str, Any]] = []
    for kind, id, words in told:
        salt = secrets.token_bytes(16)
        link = {
            "seq": head.seq + 1 + len(links),
            "act": act.value,
            "of_kind": kind,
            "of_id": id,
            "by": by,
            "at": now(),
            "salt": salt,
            "content_hash": _salted(salt, words),
            "previous": links[-1]["hash"] if links else head.hash,
        }
        link["hash"] = _hash_of(*(link[name] for name in HASHED), link["previous"])
        links.append(link)
    if links:
        session.connection().execute(sa.insert(Change.__table__), links)  # type: ignore[attr-defined]
        head.seq, head.hash = links[-1]["seq"], links[-1]["hash"]
    session.add(head)
    session.flush()


def head(session: Session) -> Head:
    row = session.exec(select(ChainHead)).one_or_none()
    return Head(row.seq, row.hash) if row else Head(0, GENESIS)


def since(session: Session, then: Head, most: int) -> list[Link] | None:
    """What came after this head; None where it was more than `most`, or where the history
    does not hold it: its transaction was taken back, or the database is another."""
    rows = session.execute(
        sa.select(
            col(Change.seq),
            col(Change.hash),
            col(Change.act),
            col(Change.of_kind),
            col(Change.of_id),
        )
        .where(col(Change.seq) >= then.seq)
        .order_by(col(Change.seq))
        .limit(most + 2)
    ).all()
    if then.seq and (not rows or (rows[0].seq, rows[0].hash) != (then.seq, then.hash)):
        return None
    links = [Link(act, kind, id) for seq, _, act, kind, id in rows if seq > then.seq]
    return links if len(links) <= most else None


def content(session: Session, row: SQLModel) -> str:
    """The record as canonical JSON, with what is linked to it."""
    told: dict[str, Any] = {name: getattr(row, name) for name in type(row).model_fields}
    if isinstance(row, Position):
        told["measures"] = sorted(
            session.exec(select(PositionMeasure.measure).where(PositionMeasure.position == row.id))
        )
    if isinstance(row, Search):
        told["calls"] = sorted(
            session.exec(select(SearchCall.call).where(SearchCall.search == row.id))
        )
    # These only where there are any: what was recorded before them keeps its hash.
    if isinstance(row, Source) and row.language is None:
        del told["language"]
    if isinstance(row, AudienceProfile) and not row.opens:
        del told["opens"]
    if isinstance(row, Delivery) and row.numbered is None:
        del told["numbered"]
    if isinstance(row, Variant):
        spans, cleared = withheld_spans(session, row), cleared_flags(session, row)
        withheld = [[s.start, s.end, s.withheld.value] for s in spans]
        told |= {"withheld": withheld} if withheld else {}
        told |= {"cleared": sorted(flag.value for flag in cleared)} if cleared else {}
    if isinstance(row, Transcription) and row.replaces is None:
        del told["replaces"]
    if isinstance(row, Transcription):
        told["pages"] = [
            [page.place, page.sha256, page.media, page.width, page.height]
            for page in scanned_pages(session, row.key)
        ]
    if isinstance(row, TierChange):
        audiences, people = named_audiences(session, row), named_people(session, row)
        told |= {"audiences": sorted(audiences)} if audiences else {}
        told |= {"people": sorted(people)} if people else {}
    return written(told)


def written(told: dict[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in told.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def verify(session: Session, *kept: Head) -> Iterator[Broken]:
    """Walks the chain, then holds every record against its last link. `kept` are heads
    from outside, from a pack or the board's sheet: only they show that the whole history
    was written anew or that its newest part was cut off."""
    links = session.exec(select(Change).order_by(col(Change.seq))).all()
    yield from _links_against(links, head(session))
    hashes = {0: GENESIS} | {link.seq: link.hash for link in links}
    for one in kept:
        if not hashes.get(one.seq, "").startswith(one.hash):
            yield Broken("history", not_held(one))
    last = {(link.of_kind, link.of_id): link for link in links}
    yield from _salts_against(links, last)
    yield from _erasing_against(session, links)
    yield from _records_against(session, last)
    yield from _files_against(session, last)


def not_held(kept: Head) -> str:
    return f"does not hold head {kept.seq} that was kept outside"


def _links_against(links: Sequence[Change], stored: Head) -> Iterator[Broken]:
    previous, seq = GENESIS, 0
    for link in links:
        seq += 1
        if link.seq != seq:
            yield Broken(f"history {seq}", "a link is missing")
            seq = link.seq
        if link.previous != previous:
            yield Broken(f"history {link.seq}", "does not follow the link before it")
        if link.hash != _link_hash(link):
            yield Broken(f"history {link.seq}", "was changed after it was written")
        previous = link.hash
    if (stored.seq, stored.hash) != (seq, previous):
        yield Broken("history head", "does not match the last link")


def _salts_against(
    links: Sequence[Change], last: dict[tuple[str, int], Change]
) -> Iterator[Broken]:
    """Only erasing destroys a salt, and it destroys all that came before."""
    erased = {name: link.seq for name, link in last.items() if link.act == Act.ERASED}
    for link in links:
        since = erased.get((link.of_kind, link.of_id), 0)
        if link.salt is None and link.seq >= since:
            yield Broken(f"history {link.seq}", "has lost its salt")
        if link.salt is not None and link.seq < since:
            yield Broken(f"history {link.seq}", "still has the salt of what was erased")


def _erasing_against(session: Session, links: Sequence[Change]) -> Iterator[Broken]:
    """Whoever erased had a request before them that was somebody else's, and agreed to it;
    set-up erases again what the ledger lists."""
    agreed: set[int | None] = set(
        session.exec(
            select(Review.recorded_by)
            .join(Erasure, col(Erasure.id) == Review.of_id)
            .where(Review.of_kind == "erasure", Review.verdict == Verdict.ACCEPTED)
            .where(col(Review.recorded_by) != col(Erasure.recorded_by))
        )
    )
    agreed |= set(
        session.exec(select(Erasure.recorded_by).where(col(Erasure.recorded_by).is_(None)))
    )
    for link in links:
        if link.act == Act.ERASED and link.by not in agreed:
            yield Broken(f"history {link.seq}", "erases, and no second person agreed to it")


def _records_against(session: Session, last: dict[tuple[str, int], Change]) -> Iterator[Broken]:
    seen = set()
    for table in recorded_tables():
        for row in session.exec(select(table)):
            name = (kind_of(row), row.key)
            seen.add(name)
            link = last.get(name)
            if link is None or link.act == Act.DROPPED:
                yield Broken(f"{name[0]} {name[1]}", "is not in the history")
            elif link.salt is None or link.content_hash != _salted(
                link.salt, content(session, row)
            ):
                yield Broken(f"{name[0]} {name[1]}", "differs from what the history says")
    for name, link in last.items():
        if link.act != Act.DROPPED and name not in seen:
            yield Broken(f"{name[0]} {name[1]}", "is gone without a word in the history")


def _files_against(session: Session, last: dict[tuple[str, int], Change]) -> Iterator[Broken]:
    """A file that was erased is empty, and its source or edition was erased in the history."""
    erased = {name for name, link in last.items() if link.act == Act.ERASED}
    files = files_of_sources(session)
    gone = {sha256 for id, sha256 in files if (SOURCE, id) in erased}
    issued = session.exec(select(EditionFile.edition, EditionFile.sha256)).all()
    gone |= {sha256 for id, sha256 in issued if (EDITION, id) in erased}
    kept = set()
    for file in session.exec(select(RawFile)):
        kept.add(file.sha256)
        if file.raw == b"" and file.sha256 in gone:
            continue
        if hashlib.sha256(file.raw).hexdigest() != file.sha256:
            yield Broken(f"file {file.sha256[:12]}", "is not what came in")
    for id, sha256 in files:
        if sha256 not in kept:
            yield Broken(f"source {id}", "has lost the file it was read from")
    for id, sha256 in issued:
        if sha256 not in kept:
            yield Broken(f"edition {id}", "has lost a file that was issued")
    for page in session.exec(select(ScannedPage)):
        moved = page.raw == b"" and page.sha256 in kept
        if not moved and hashlib.sha256(page.raw).hexdigest() != page.sha256:
            where = f"transcription {page.transcription}, page {page.place}"
            yield Broken(where, "is not the picture that came in")


def recorded_tables() -> list[type[models.Recorded]]:
    tables = [getattr(models, name) for name in models.__all__]
    return [
        table
        for table in tables
        if issubclass(table, models.Recorded) and table is not models.Recorded
    ]


def _salted(salt: bytes, told: str) -> str:
    return hashlib.sha256(salt + told.encode()).hexdigest()


HASHED = ("seq", "act", "of_kind", "of_id", "by", "at", "content_hash")


def _link_hash(link: Change) -> str:
    return _hash_of(*(getattr(link, name) for name in HASHED), link.previous)


def _hash_of(*parts: Any) -> str:
    return hashlib.sha256(json.dumps([_plain(part) for part in parts]).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
