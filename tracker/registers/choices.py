"""What somebody chose about a register that is not stored yet, as it is kept beside the
file: plain values, and what they mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from recommendations.reading.bytes import Encoding
from recommendations.reading.columns import Column
from recommendations.reading.described import Answer, Described
from recommendations.reading.table_parts import Asked, Delimiter
from recommendations.vocabulary import PositionValue, Precision, SourceKind

DONE = "+done"
ANSWERS = {
    "": "no answer to record",
    "agreed": "agreed",
    "agreed+done": "agreed, and says it is already done",
    "acknowledged": "acknowledged",
    "different approach": "a different approach",
    "not accepted": "not accepted",
}
"""What may stand in the heading of a block: in part is never said of a whole block."""


@dataclass(frozen=True)
class Choices:
    """As they were typed; `header` is None until somebody said which row it is."""

    encoding: str = ""
    delimiter: str = ""
    table: int = 0
    header: int | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""
    title: str = ""
    publisher: str = ""
    url: str = ""
    published_on: str = ""
    addressee: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    answered_by: str = ""
    ask_to_open: bool = False
    burmese: str = ""
    include: Sequence[int] = ()
    leave: Sequence[int] = ()

    def changed(self, **to: Any) -> "Choices":
        return Choices(**{**vars(self), **to})

    @property
    def asked(self) -> Asked:
        """Whatever was typed that is no choice is not made."""
        encoding = self.encoding if self.encoding in set(Encoding) else ""
        delimiter = self.delimiter if self.delimiter in set(Delimiter) else ""
        return Asked(encoding, delimiter, max(0, self.table))

    def described(self, header: int) -> Described:
        return Described(
            header=header,
            columns={Column(name): number for name, number in self.columns.items()},
            kind=SourceKind(self.kind) if self.kind else SourceKind.OFFICIAL_STATEMENT,
            title=self.title,
            publisher=self.publisher,
            url=self.url,
            published_on=date.fromisoformat(self.published_on) if self.published_on else None,
            precision=Precision.DAY,
            addressee=self.addressee,
            answers={key: answer(said) for key, said in self.answers.items() if said},
            answered_by=self.answered_by,
            ask_to_open=self.ask_to_open,
            burmese=self.burmese,
            include=frozenset(self.include),
            leave=frozenset(self.leave),
        )

    def decided(self, shown: Iterable[int], ticked: Iterable[int], new: Iterable[int]) -> "Choices":
        """Of the rows that were shown: those that were ticked are taken, `new` or not."""
        seen, taken, fresh = set(shown), set(ticked), set(new)
        include = set(self.include) - seen | (seen & taken - fresh)
        leave = set(self.leave) - seen | (seen & fresh - taken)
        return self.changed(include=sorted(include), leave=sorted(leave))


def answer(said: str) -> Answer:
    return Answer(PositionValue(said.removesuffix(DONE)), said.endswith(DONE))
