"""Files that are spoiled on purpose, the same ones for the same seed, and what becomes of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from sqlalchemy import func
from sqlmodel import Session, SQLModel, select

from recommendations.errors import Refused
from recommendations.records import chain
from recommendations.records.chain import Broken
from tracker.database import Database

FEWEST_WORDS = 4
"""A reason with fewer is none."""


class Spoiled:
    """Each of its public methods is a way to spoil `raw`; `at` is somewhere in it."""

    def __init__(self, random: Random, raw: bytes) -> None:
        self.random, self.raw = random, raw
        self.at = random.randrange(len(raw))

    def _put(self, piece: bytes) -> bytes:
        return self.raw[: self.at] + piece + self.raw[self.at :]

    def truncated(self) -> bytes:
        return self.raw[: self.at]

    def overwritten(self) -> bytes:
        left = self.random.randint(1, 200)
        return self.raw[: self.at] + self.random.randbytes(left) + self.raw[self.at + left :]

    def with_nul(self) -> bytes:
        return self._put(b"\0" * self.random.randint(1, 9))

    def with_lone_surrogates(self) -> bytes:
        return self._put("\ud83d".encode("utf-8", "surrogatepass"))

    def a_program(self) -> bytes:
        start = self.random.choice([b"%PDF-1.7\n", b"PK\x03\x04", b"\x7fELF", b"\x1f\x8b\x08"])
        return start + self.random.randbytes(self.random.randint(0, 4000))

    def blank(self) -> bytes:
        return b" \n\t\r\n" * self.random.randint(0, 50)


def ways(kind: type[Spoiled]) -> list[str]:
    """By the names of its methods, those that every kind of file has first."""
    named = [name for part in reversed(kind.__mro__) for name in vars(part)]
    return [name for name in dict.fromkeys(named) if not name.startswith("_")]


def rows(session: Session) -> dict[str, int]:
    """How many each table has."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in SQLModel.metadata.sorted_tables
    }


class Trial:
    """What becomes of files that are tried one after another. Whoever tries them undoes what
    was stored, so that each finds the database as the first did."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.stored = 0
        self.refused: list[str] = []
        self.wrong: list[str] = []
        with database.reading() as session:
            self.before = rows(session)

    @contextmanager
    def of(self, file: str) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            self.refused.append(str(refused))
            if len(str(refused).split()) < FEWEST_WORDS or "\n" in str(refused):
                self.wrong.append(f"{file}: no reason")
        except Exception as error:
            self.wrong.append(f"{file}: {type(error).__name__} {error}"[:300])
        else:
            self.stored += 1

    def left_behind(self) -> tuple[set[str], list[Broken]]:
        """Tables that have more or fewer rows than before, and what is broken of the history."""
        with self.database.reading() as session:
            now, broken = rows(session), list(chain.verify(session))
        return {name for name, count in now.items() if count != self.before[name]}, broken
