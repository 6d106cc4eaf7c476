"""What goes with an edition, and after it: the covering note, in fixed sentences around the
sender's own words, in the language of the office. Plain text; it says nothing of what the
edition says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from exports.wording import ENGLISH, IN_ENGLISH, Wording, text
from recommendations.vocabulary import Length

ONE_PAGE = text("one page, PDF")
ATTACHED = {
    Length.LEAVE_BEHIND: text("two pages, PDF"),
    Length.FULL_PACK: text("full pack, PDF"),
}


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
    language: str = ENGLISH
    """Of the fixed sentences."""


def covering_note(
    sender: Sender,
    told: Subject,
    attached: Length,
    own: str,
    contact: str,
    reply_by: date | None,
    wording: Wording = IN_ENGLISH,
    attached_as: str = "",
) -> Letter:
    """`own` are the sender's words, `contact` whom the office wants its mail addressed to;
    `attached_as` is a fixed text, where the file is not as long as others of its kind."""
    say = wording.say
    sentences = [
        say(
            "Attached is edition {number} of our briefing for {audience}, as of {day} "
            "({attached}).",
            attached=say(attached_as or ATTACHED[attached]),
            **_named(told, wording),
        )
    ]
    if reply_by is not None:
        sentences.append(say("We would welcome a reply by {day}.", day=reply_by))
    if sender.address:
        sentences.append(
            say(
                "Whether your copy is genuine and current can be checked at {address}/verify.",
                address=sender.address,
            )
        )
    return _letter(sender, told, contact, [own, *sentences], wording)


def notice(
    sender: Sender,
    told: Subject,
    contact: str,
    later: Subject | None,
    wording: Wording = IN_ENGLISH,
) -> Letter:
    """That an edition was withdrawn: neither which words nor why. Whoever reads over a
    shoulder learns nothing about anybody."""
    say = wording.say
    follows = say("A new edition will follow.")
    if later is not None:
        follows = say(
            "Edition {number}, as of {day}, takes its place.", number=later.number, day=later.as_of
        )
    said = [
        say(
            "We have withdrawn edition {number} of our briefing for {audience}, as of {day}.",
            **_named(told, wording),
        ),
        say(
            "Please do not rely on it or pass it on any more, and delete the copies that you have."
        ),
        follows,
    ]
    return _letter(sender, told, contact, said, wording)


def reminder(
    sender: Sender,
    told: Subject,
    contact: str,
    sent_on: date,
    earlier: Sequence[date],
    own: str,
    reply_by: date,
    wording: Wording = IN_ENGLISH,
) -> Letter:
    """The next letter of the ladder, after those of `earlier`: a reminder, a question, and a
    last one that leaves them in peace."""
    say = wording.say
    named = {**_named(told, wording), "sent": sent_on}
    wrote = wording.listed([wording.day(on) for on in earlier])
    asked = say("We would welcome a reply by {day}, in whatever form suits you.", day=reply_by)
    if not earlier:
        said = [
            say(
                "On {sent} we sent you edition {number} of our briefing for {audience}, as of "
                "{day}.",
                **named,
            ),
            asked,
        ]
    elif len(earlier) == 1:
        said = [
            say(
                "May we come back to edition {number} of our briefing for {audience}, as of {day}, "
                "which we sent you on {sent}, and to our letter of {wrote}?",
                wrote=wrote,
                **named,
            ),
            say("If another office is the right one, we would be grateful for its name."),
            asked,
        ]
    else:
        said = [
            say(
                "On {sent} we sent you edition {number} of our briefing for {audience}, as of "
                "{day}, and wrote again on {wrote}.",
                wrote=wrote,
                **named,
            ),
            say(
                "We do not want to press, and this is our last reminder: our record says that no "
                "reply is on record, and will say otherwise as soon as there is one."
            ),
        ]
    return _letter(sender, told, contact, [own, " ".join(said)], wording)


def _named(told: Subject, wording: Wording) -> dict[str, object]:
    audience = wording.translated(told.audience)
    return {"number": told.number, "audience": audience, "day": told.as_of}


def _letter(
    sender: Sender, told: Subject, contact: str, paragraphs: Iterable[str], wording: Wording
) -> Letter:
    say = wording.say
    sample = say("Sample, invented content.") if sender.sample else ""
    greeting = say("Dear colleagues,")
    if contact:
        greeting = say("For the attention of {contact}", contact=contact)
    signed = "\n".join(line for line in (sender.organisation, sender.contact) if line)
    said = [part.strip() for part in (sample, greeting, *paragraphs, signed) if part.strip()]
    subject = say(
        "{organisation}: briefing for {audience}, edition {number}",
        organisation=sender.organisation,
        **_named(told, wording),
    )
    return Letter(
        " ".join(f"{sample} {subject}".split()), "\n\n".join(said) + "\n", wording.language
    )
