"""Packs for many audiences at once, as drafts in a folder. Each is printed by a confined child
with its limits of time and memory; a file is whole or not there; what was printed before and
says the same is kept, so that a run which was stopped goes on where it was."""

import hashlib
import io
import json
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from queue import SimpleQueue
from threading import Condition
from typing import Any
from zlib import crc32

from sqlmodel import Session

from exports.full_pack import FullPack
from exports.pack import LeaveBehind
from exports.printing import Press, Printed
from exports.profiles import Profile
from exports.publishing import (
    Issuer,
    Moment,
    drafts_of,
    print_full_pack,
    print_two_pages,
    profiles_named,
    read_for,
)
from exports.rendering import full_pack_sections, leave_behind_html
from recommendations.confined.child import HOUSE
from recommendations.errors import Refused
from tracker.database import Database
from tracker.keeping.disk import write_whole

LEDGER = ".printed.json"
"""In the folder: by the name of a file, what it was made from and what it is."""
STYLE = HOUSE / "templates" / "exports" / "pack.css"
WORKERS = 2
RECYCLED_MIB, KEPT_SHEETS = 700, 1200
"""Of each press: it remembers the pages of about a hundred packs, a third of a MiB each."""


@dataclass(frozen=True)
class Job:
    """`name` is the file's, without its ending; `forms` take each other's place where a
    leave-behind runs over."""

    name: str
    forms: tuple[LeaveBehind, ...] | tuple[FullPack]


class Fate(StrEnum):
    PRINTED = "printed"
    KEPT = "kept, as nothing in it changed"
    REFUSED = "not printed"


@dataclass(frozen=True)
class Outcome:
    name: str
    fate: Fate
    why: str = ""
    """A sentence, where it was refused."""


def names_for(session: Session, codes: Sequence[str], full: bool = False) -> list[str]:
    """Of the jobs for these audiences, as long as their profiles stay what they are. Raises as
    `profiles_named`."""
    return [
        name
        for profile in profiles_named(session, codes)
        for language in profile.languages
        for name in _names(profile, language)[: 1 + full]
    ]


def composed(
    database: Database, codes: Sequence[str], moment: Moment, issuer: Issuer, full: bool = False
) -> Iterator[Job]:
    """As `jobs_for`, one after another while the first are printed already; the record is read
    as it was when the first was asked for."""
    with database.reading() as session:
        yield from jobs_for(session, codes, moment, issuer, full)


def jobs_for(
    session: Session, codes: Sequence[str], moment: Moment, issuer: Issuer, full: bool = False
) -> Iterator[Job]:
    """The drafts for these audiences, in each of their languages. The register is read once
    for all of them."""
    profiles = profiles_named(session, codes)
    reading = read_for(session, profiles, moment)
    for profile in profiles:
        for language, two_pages, whole in drafts_of(session, profile, moment, issuer, reading):
            short, long = _names(profile, language)
            yield Job(short, two_pages)
            if full:
                yield Job(long, (whole,))


def _names(profile: Profile, language: str) -> tuple[str, str]:
    return f"{profile.code}-{language}", f"{profile.code}-{language}-full"


def there(jobs: Sequence[Job], folder: Path) -> dict[str, bytes]:
    """The files that are whole and say what would be printed now, by their names."""
    ledger = _read(folder)
    return {
        f"{job.name}.pdf": (folder / f"{job.name}.pdf").read_bytes()
        for job in jobs
        if _is_there(folder, job.name, ledger, _sum_of(job))
    }


def packed(files: Mapping[str, bytes]) -> bytes:
    """As a ZIP without times: the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packing:
        for name, raw in files.items():
            packing.writestr(zipfile.ZipInfo(name), raw)
    return out.getvalue()


@contextmanager
def presses(workers: int = WORKERS) -> Iterator[tuple[Press, ...]]:
    """So many packs are printed at the same time. One that is not needed never starts."""
    made = tuple(Press(recycle_mib=RECYCLED_MIB, kept_sheets=KEPT_SHEETS) for _ in range(workers))
    try:
        yield made
    finally:
        for press in made:
            press.close()


def run(jobs: Iterable[Job], folder: Path, presses: Sequence[Press]) -> Iterator[Outcome]:
    """An outcome as soon as there is one; what fails costs the others nothing. The first are
    printed while the next are still composed. Presses that printed before begin at once, and
    know what they laid out last. Raises Refused where the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(".*.part"):
            left.unlink()
        yield from _run(jobs, folder, presses)
    except OSError as error:
        raise Refused(f"{folder} was not written: {error.strerror}.") from error


def _run(jobs: Iterable[Job], folder: Path, presses: Sequence[Press]) -> Iterator[Outcome]:
    ledger = _read(folder)
    sums: dict[str, str] = {}
    left = _Waiting(len(presses))
    free: SimpleQueue[int] = SimpleQueue()
    for number in range(len(presses)):
        free.put(number)

    def print_next() -> tuple[Job, Printed | Refused]:
        number = free.get()
        try:
            job = left.take(number)
            return job, _printed(job, presses[number])
        finally:
            free.put(number)

    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(len(presses)))
        stack.callback(left.close)
        stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        printing: set[Future[tuple[Job, Printed | Refused]]] = set()
        for job in jobs:
            sums[job.name] = _sum_of(job)
            if _is_there(folder, job.name, ledger, sums[job.name]):
                yield Outcome(job.name, Fate.KEPT)
                continue
            left.put(job)
            printing.add(pool.submit(print_next))
            for done in [one for one in printing if one.done()]:
                printing.remove(done)
                yield _stored(*done.result(), folder, ledger, sums)
        left.close()
        for done in as_completed(printing):
            yield _stored(*done.result(), folder, ledger, sums)


class _Waiting:
    """What is still to be printed. A press takes first what it printed the last time as well,
    of which it may remember sections; what others have left only once nothing more comes."""

    def __init__(self, presses: int) -> None:
        self._of_each: list[deque[Job]] = [deque() for _ in range(presses)]
        self._closed = False
        self._turn = Condition()

    def put(self, job: Job) -> None:
        with self._turn:
            self._of_each[crc32(job.name.encode()) % len(self._of_each)].append(job)
            self._turn.notify_all()

    def close(self) -> None:
        """Nothing more comes."""
        with self._turn:
            self._closed = True
            self._turn.notify_all()

    def take(self, press: int) -> Job:
        """Waits for one of its own, as long as there may be one. To be called as often as one
        was put."""
        own = self._of_each[press]
        with self._turn:
            self._turn.wait_for(lambda: own or self._closed)
            return (own or max(self._of_each, key=len)).popleft()


def _printed(job: Job, press: Press) -> Printed | Refused:
    (*_, last) = job.forms
    try:
        if isinstance(last, FullPack):
            return print_full_pack(press, last)
        return print_two_pages(press, *(one for one in job.forms if isinstance(one, LeaveBehind)))
    except Refused as refused:
        return refused


def _stored(
    job: Job,
    printed: Printed | Refused,
    folder: Path,
    ledger: dict[str, Any],
    sums: Mapping[str, str],
) -> Outcome:
    """The file first, then its line: a run that is killed between them prints it again."""
    if isinstance(printed, Refused):
        return Outcome(job.name, Fate.REFUSED, str(printed))
    pdf = printed.pdf
    write_whole(folder / f"{job.name}.pdf", pdf)
    ledger[job.name] = {"from": sums[job.name], "sha256": hashlib.sha256(pdf).hexdigest()}
    write_whole(folder / LEDGER, json.dumps(ledger, indent=1))
    return Outcome(job.name, Fate.PRINTED)


def _read(folder: Path) -> dict[str, Any]:
    """Empty where it is not there or cannot be read: everything is printed then."""
    try:
        told = json.loads((folder / LEDGER).read_bytes())
        return told if isinstance(told, dict) else {}
    except (OSError, ValueError):
        return {}


def _is_there(folder: Path, name: str, ledger: Mapping[str, Any], sum: str) -> bool:
    line = ledger.get(name)
    if not isinstance(line, dict) or line.get("from") != sum:
        return False
    try:
        raw = (folder / f"{name}.pdf").read_bytes()
    except OSError:
        return False
    return hashlib.sha256(raw).hexdigest() == line.get("sha256")


def _sum_of(job: Job) -> str:
    """Of all that is printed but the head of the history, which every change moves: the one
    on a kept file is an earlier one, and can still be checked."""
    told = [version("weasyprint"), STYLE.read_text()]
    for form in job.forms:
        if isinstance(form, FullPack):
            bare = replace(form, brief=replace(form.brief, history=""))
            told += [html for _, html in full_pack_sections(bare)]
        else:
            told.append(leave_behind_html(replace(form, history="")))
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
