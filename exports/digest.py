"""The weekly mail to somebody inside: what changed, as it may leave to anybody, and how much
waits for them. Plain text; exports.rendering makes the light HTML of the same."""

from dataclasses import dataclass
from datetime import date

from exports.news import News
from recommendations.rules import spoken


@dataclass(frozen=True)
class Digest:
    """`address` is where people reach the pages, empty where none is set. `most` says how many
    are told at most. `waiting` counts what this person could review."""

    organisation: str
    address: str
    sample: bool
    since: date
    until: date
    news: tuple[News, ...]
    most: int
    waiting: int

    @property
    def subject(self) -> str:
        count = len(self.news)
        many = f"{count} or more changes" if self.cut else counted(count, "change")
        return f"Recommendation register: {many}"

    @property
    def cut(self) -> bool:
        return len(self.news) >= self.most

    @property
    def opening(self) -> str:
        return f"Reviewed from {spoken(self.since)} to {spoken(self.until)}, newest first."

    @property
    def waits(self) -> str:
        """Nothing is said where nothing waits."""
        waits = "waits" if self.waiting == 1 else "wait"
        return (
            f"{counted(self.waiting, 'record')} {waits} for you to review." if self.waiting else ""
        )

    @property
    def stopping(self) -> str:
        where = f": {self.address}/account/told" if self.address else ", under “How you are told”"
        return f"You asked for this mail. It comes when something changed. To stop it{where}"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def digest_text(told: Digest) -> str:
    parts = ["SAMPLE: the people, positions and findings here are invented."] if told.sample else []
    parts.append(told.opening)
    parts += [_paragraph(told, one) for one in told.news]
    if told.cut:
        parts.append(f"These are the newest {told.most}; the others stand on the page.")
    if told.waits:
        where = f"\n{told.address}/review" if told.address else ""
        parts.append(told.waits + where)
    parts.append(f"-- \n{told.organisation}\n{told.stopping}")
    return "\n\n".join(parts) + "\n"


def _paragraph(told: Digest, one: News) -> str:
    where = [told.address + one.path] if told.address else []
    return "\n".join([one.title, *(f"  {line}" for line in one.lines), *(f"  {w}" for w in where)])
