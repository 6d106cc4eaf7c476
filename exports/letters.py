"""What goes with an edition, and after it: the covering note, in fixed sentences around the
sender's own words. Plain text; it says nothing of what the edition says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from recommendations.rules import spoken

DEAR = "Dear colleagues,"


@dataclass(frozen=True)
class Sender:
    """`contact` as it stands on the packs; `address` is where copies are checked."""

    organisation: str
    contact: str
    address: str
    sample: bool


@dataclass(frozen=True)
class Subject:
    """The edition that a letter is about."""

    audience: str
    """What the audience is called, for instance “European Union”."""
    number: int
    as_of: date


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def covering_note(
    sender: Sender, told: Subject, attached: str, own: str, contact: str, reply_by: date | None
) -> Letter:
    """`attached` says what of it is attached, `own` are the sender's words, `contact` whom
    the office wants its mail addressed to."""
    sentences = [
        f"Attached is edition {told.number} of our briefing for {told.audience}, as of "
        f"{spoken(told.as_of)} ({attached}).",
    ]
    if reply_by is not None:
        sentences.append(f"We would welcome a reply by {spoken(reply_by)}.")
    if sender.address:
        sentences.append(
            f"Whether your copy is genuine and current can be checked at {sender.address}/verify."
        )
    return _letter(sender, told, contact, [own, *sentences])


def notice(sender: Sender, told: Subject, contact: str, later: Subject | None) -> Letter:
    """That an edition was withdrawn: neither which words nor why. Whoever reads over a
    shoulder learns nothing about anybody."""
    follows = "A new edition will follow."
    if later is not None:
        follows = f"Edition {later.number}, as of {spoken(later.as_of)}, takes its place."
    return _letter(
        sender,
        told,
        contact,
        [
            f"We have withdrawn edition {told.number} of our briefing for {told.audience}, as of "
            f"{spoken(told.as_of)}.",
            "Please do not rely on it or pass it on any more, and delete the copies that you have.",
            follows,
        ],
    )


def reminder(
    sender: Sender,
    told: Subject,
    contact: str,
    sent_on: date,
    earlier: Sequence[date],
    own: str,
    reply_by: date,
) -> Letter:
    """The next letter of the ladder, after those of `earlier`: a reminder, a question, and a
    last one that leaves them in peace."""
    what = f"edition {told.number} of our briefing for {told.audience}, as of {spoken(told.as_of)}"
    wrote = " and ".join(map(spoken, earlier))
    asked = f"We would welcome a reply by {spoken(reply_by)}, in whatever form suits you."
    said = [
        f"On {spoken(sent_on)} we sent you {what}. {asked}",
        f"May we come back to {what}, which we sent you on {spoken(sent_on)}, and to our letter of "
        f"{wrote}? If another office is the right one, we would be grateful for its name. {asked}",
        f"On {spoken(sent_on)} we sent you {what}, and wrote again on {wrote}. We do not want to "
        "press, and this is our last reminder: our record says that no reply is on record, and "
        "will say otherwise as soon as there is one.",
    ][min(len(earlier), 2)]
    return _letter(sender, told, contact, [own, said])


def _letter(sender: Sender, told: Subject, contact: str, paragraphs: Iterable[str]) -> Letter:
    sample = "Sample, invented content. " if sender.sample else ""
    greeting = f"For the attention of {contact}" if contact else DEAR
    signed = "\n".join(line for line in (sender.organisation, sender.contact) if line)
    said = [text.strip() for text in (sample, greeting, *paragraphs, signed) if text.strip()]
    subject = f"{sample}{sender.organisation}: briefing for {told.audience}, edition {told.number}"
    return Letter(" ".join(subject.split()), "\n\n".join(said) + "\n")
