"""What a person says of a source that comes in: what it is, what it is called, who published
it, where and when."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from recommendations.languages import CODE
from recommendations.rules import in_time, last_day
from recommendations.vocabulary import PRIVATE, Precision, SourceKind

PRIVATE_LETTER = "Letter to us"
WITNESS_NOTE = "What a witness told us"
ADDRESS = re.compile(r"^https?://\S+$")


@dataclass(frozen=True)
class Described:
    """As it stands on the source, or beside it; `kind` and `published_on` are None until
    somebody said so. Where only the month or year is known, any day in it says so. `language`
    is a code, or empty."""

    kind: SourceKind | None
    title: str
    publisher: str
    published_on: date | None
    url: str = ""
    precision: Precision = Precision.DAY
    language: str = ""
    private: bool = False
    """A letter from somebody who holds no office."""

    @property
    def of_witness(self) -> bool:
        """What a witness told us or wrote to us: its title and sender would name somebody."""
        return self.private or self.kind is SourceKind.MEETING_NOTE

    def naming_nobody(self) -> "Described":
        """Called by what it is alone; its date stands beside it."""
        title = PRIVATE_LETTER if self.private else WITNESS_NOTE
        return replace(self, title=title, publisher=PRIVATE) if self.of_witness else self

    def stored_as(self) -> dict[str, Any]:
        """By column, the language apart: of what was published in a month, its last day."""
        return {
            "kind": self.kind,
            "title": self.title.strip(),
            "publisher": self.publisher.strip(),
            "url": self.url.strip(),
            "published_on": self.published_on and last_day(self.published_on, self.precision),
            "precision": self.precision,
        }


def address_refused(url: str) -> dict[str, str]:
    if not url.strip() or ADDRESS.match(url.strip()):
        return {}
    return {"url": "A web address starts with https:// and has no spaces; or leave it empty."}


def date_refused(published_on: date | None, today: date, asked: str) -> dict[str, str]:
    """`asked` is the sentence where there is none."""
    sentence = in_time(published_on, today) if published_on else asked
    return {"published_on": sentence} if sentence else {}


def language_refused(language: str) -> dict[str, str]:
    if not language.strip() or CODE.fullmatch(language.strip()):
        return {}
    return {"language": "Give a language by its code, for instance my or en; or none."}
