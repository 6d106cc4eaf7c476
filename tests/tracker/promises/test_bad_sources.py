"""Malformed files of every format a source may have: read, or refused with a reason in
words; never a failure, never a service that has to be started again."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session

from recommendations.models import Person, Source
from recommendations.quoting import File, add_source
from recommendations.reading.apart import source_reader
from recommendations.reading.formats import Format, format_of
from recommendations.records.descriptions import Described
from recommendations.records.writing import record
from recommendations.vocabulary import Role, SourceKind
from tests.malformed import Spoiled, Trial, ways
from tracker.database import Database

TODAY = date(2026, 11, 22)
GOLD = Path(__file__).parents[2] / "gold" / "sources"
SAMPLES = {
    Format.TEXT: "sample-letter.txt",
    Format.MARKDOWN: "sample-note.md",
    Format.HTML: "sample-act.html",
    Format.PDF: "sample-report.pdf",
    Format.DOCX: "sample-statement.docx",
}
NAMES = ["sample", "sample.md", "sample.html", "sample.pdf", "sample.docx", "sample.exe", "\ud83d"]


class Malformed(Spoiled):
    """Files by seed. Each way takes a sample and spoils it."""

    def __init__(self, format: Format, seed: int) -> None:
        super().__init__(Random(seed), (GOLD / SAMPLES[format]).read_bytes())
        self.format = format

    def bits_flipped(self) -> bytes:
        spoiled = bytearray(self.raw)
        for _ in range(self.random.randint(1, 40)):
            spoiled[self.random.randrange(len(spoiled))] ^= 1 << self.random.randrange(8)
        return bytes(spoiled)

    def a_stretch_over_and_over(self) -> bytes:
        piece = self.raw[self.at : self.at + self.random.randint(1, 60)]
        return self._put(piece * self.random.randint(2, 2000))

    def parts_swapped(self) -> bytes:
        other = self.random.randrange(len(self.raw))
        low, high = sorted((self.at, other))
        return self.raw[:low] + self.raw[high:] + self.raw[low:high]

    def glued_to_another(self) -> bytes:
        other = self.random.choice([f for f in Format if f is not self.format])
        return self.raw[: self.at] + (GOLD / SAMPLES[other]).read_bytes()

    def a_bomb(self) -> bytes:
        if self.format is Format.DOCX:
            return self._zip_bomb()
        pieces = [
            b"<div>",
            b"<p a=",
            b"&amp;",
            b"# a\n",
            b"- ",
            b"[",
            b"<<",
            b"/Kids[",
            b"<table><td>",
        ]
        piece = self.random.choice(pieces)
        return self._put(piece * (self.random.randint(1, 200_000) // len(piece)))

    def _zip_bomb(self) -> bytes:
        """A part that says little and holds much, or says much, or is deep inside."""
        made = io.BytesIO()
        deep = b"<a>" * self.random.choice([10, 5_000, 300_000])
        entities = b'<!DOCTYPE a [<!ENTITY a "sample">' + b"".join(
            b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"sample")
            for n in range(9)
        )
        part = self.random.choice([bytes(60 * 2**20), deep, entities + b"]><a>&a8;</a>", b""])
        with (
            zipfile.ZipFile(io.BytesIO(self.raw)) as sample,
            zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            spoiled = self.random.choice(sample.namelist())
            for name in sample.namelist():
                packed.writestr(name, part if name == spoiled else sample.read(name))
        return made.getvalue()


WAYS = ways(Malformed)


@pytest.mark.parametrize(
    "files", [40, pytest.param(1000, marks=[pytest.mark.deep, pytest.mark.on_sqlite])]
)
@pytest.mark.parametrize("format", list(Format), ids=[f.name.lower() for f in Format])
def test_a_malformed_source_is_stored_whole_or_refused_with_its_reason(
    database: Database, figure: Callable[[str, str], None], format: Format, files: int
) -> None:
    """One child for each format reads them all, so that whatever one of them leaves behind
    meets the next. What can be stored is undone again."""
    with database.writing() as session:
        editor = record(session, Person(code="EDITH", role=Role.EDITOR), None).key
    trial, readers = Trial(database), {one: source_reader(one) for one in Format}
    for seed in range(files):
        way, malformed = WAYS[seed % len(WAYS)], Malformed(format, seed)
        raw, name = getattr(malformed, way)(), malformed.random.choice(NAMES)
        with trial.of(f"{way} {seed}"):
            read = readers[format_of(raw, name)].read(raw, name)
            with database.trying() as session:
                store(session, editor, File(raw, read))
    for reader in readers.values():
        reader.child.end()
    partial, broken = trial.left_behind()
    stopped = [said for said in trial.refused if "interrupted" in said or "longer than" in said]
    figure(
        "bad imports",
        f"{files} {format.value} files, {trial.stored} stored, {len(trial.refused)} refused with "
        f"a reason, {len(stopped)} of them by ending the child: {len(trial.wrong)} tracebacks, "
        f"{len(partial)} partial writes",
    )
    assert (trial.wrong, partial, broken) == ([], set(), [])
    assert stopped == [], "what ends a child is a fault of its reader, or a bomb"
    assert trial.stored + len(trial.refused) == files


def store(session: Session, by: int, file: File) -> None:
    """Every section and page lies in the text, or the database refuses it."""
    described = Described(
        SourceKind.NEWS, file.read.title or "Sample", "Sample", TODAY, language=file.read.language
    )
    source = add_source(session, by, TODAY, described, file=file)
    session.expire_all()
    assert session.get_one(Source, source.key).text == file.read.text
