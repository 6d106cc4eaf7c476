"""The one gate: every way out asks here. It fails closed.

`Standing` is what is on record about a quote, already drawn together over every
span of its source that overlaps it, so that no excerpt escapes a restriction.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from recommendations.vocabulary import ConsentState, Flag, Role, Rung, Spoken, Tier


@dataclass(frozen=True)
class Standing:
    """`tier` is the strictest in force. `flags` holds what a person answered and, where
    the answer opens, a second person reviewed; a flag without an answer is absent."""

    testimony: bool
    tier: Tier = Tier.INTERNAL
    unconfirmed: bool = False
    """An import says that we have published it, and nobody else has said so yet."""
    published_by_us: bool = False
    """A confirmed decision says that we have already published its source."""
    flags: Mapping[Flag, int] = field(default_factory=dict)
    consent: ConsentState | None = None
    """The strictest; None as well where what was agreed to does not cover all of it."""
    consent_limited: bool = False
    """Some consent is limited to `consent_audiences`, whatever else is on record."""
    consent_audiences: frozenset[str] = frozenset()
    consent_review_on: date | None = None
    agreed: Rung = Rung.DIRECT_KNOWLEDGE
    """The finest attribution that was agreed to, and whether the region was as well."""
    region_agreed: bool = False
    speaker: str = ""
    """The code of who said it, once a second person agreed."""
    embargoed_until: date | None = None
    withdrawn: bool = False
    original_withdrawn: bool = False
    """Some of its words translate words that were withdrawn."""
    found: bool = True
    """Its words were found again in the stored source."""
    named: frozenset[str] | None = None
    """Some of its words are for these audiences only; None where none are."""
    sealed_for: frozenset[int] = frozenset()
    """The people who may read it while it is sealed."""
    spoken: Spoken | None = None
    """The strictest word under which an office said it to us; None for all else."""
    said_to_us: bool = False
    """It is quoted from a source of others, and some of its words are a witness's or were
    said to us, where nobody has let them out; nor have two people said that this source has
    published them."""
    redaction_waits: bool = False
    """Somebody would withhold some of its words, and nobody has agreed yet."""

    @property
    def new_testimony(self) -> bool:
        """It was never published: it leaves by consent, and without its source's name."""
        return self.testimony and not self.published_by_us


@dataclass(frozen=True)
class Audience:
    """`reaches_authorities`: whatever is sent there is assumed to reach Myanmar's
    current authorities, who are never an addressee or an audience themselves."""

    code: str
    testimony: bool = False
    strictest: Tier = Tier.OPEN
    graphic_up_to: int = 1
    operational: frozenset[Flag] = frozenset()
    reaches_authorities: bool = False


@dataclass(frozen=True)
class Reason:
    """Why it stays inside, and what would be needed."""

    why: str
    needed: str


def stays_inside(
    standing: Standing, audience: Audience, today: date, chosen: bool = False
) -> tuple[Reason, ...]:
    """Empty when the quote may leave to this audience. `chosen`: a person chose it
    for this audience, which testimony always needs."""
    reasons = [*_barred(standing, today), *_kept_by_tier(standing, audience)]
    if standing.testimony:
        reasons += _testimony(standing, audience, today, chosen)
    return tuple(reasons)


def may_leave(standing: Standing, audience: Audience, today: date, chosen: bool = False) -> bool:
    return not stays_inside(standing, audience, today, chosen)


def kept_inside(standing: Standing, today: date) -> tuple[Reason, ...]:
    """What keeps a quote from every audience, even from one that would take anything and
    for which it was chosen. Empty when it may leave; to whom is then each profile's word."""
    limits = [standing.consent_audiences] if standing.consent_limited else []
    limits += [standing.named] if standing.named is not None else []
    agreed = min(frozenset.intersection(*limits), default="") if limits else "any"
    widest = Audience(agreed, True, graphic_up_to=3, operational=frozenset(Flag))
    return stays_inside(standing, widest, today, chosen=True)


def may_read(standing: Standing, role: Role | None, person: int | None = None) -> bool:
    """Whether someone signed in sees the words. Sealed ones are for two named people, and
    only where the reading says who asks; withdrawn ones for who must act on it."""
    if role is None or not is_there(standing, person):
        return False
    return not standing.withdrawn or role is Role.ADMINISTRATOR


def is_there(standing: Standing, person: int | None) -> bool:
    """Sealed words are neither listed nor counted for anybody they were not sealed for."""
    return standing.tier is not Tier.SEALED or person in standing.sealed_for


ONCE_PUBLISHED = "Nothing: quote it once the office has published it or written it to us."
_SAID_TO_US = {
    Spoken.NOT_FOR_ATTRIBUTION: "It was said to us not for attribution.",
    Spoken.INTERNAL: "It was said to us alone.",
}
"""No tier opens these."""


def _barred(standing: Standing, today: date) -> list[Reason]:
    reasons = []
    if standing.withdrawn:
        reasons.append(Reason("It was withdrawn.", "Nothing: it stays inside for good."))
    if standing.original_withdrawn:
        reasons.append(
            Reason(
                "The words that it translates were withdrawn.",
                "Nothing, unless it does not translate them: two people say so.",
            )
        )
    if not standing.found:
        reasons.append(
            Reason(
                "Its words are no longer found in the stored source.",
                "Mark the quote again in the source.",
            )
        )
    if standing.embargoed_until is not None and today <= standing.embargoed_until:
        reasons.append(
            Reason(
                "It is under embargo.",
                f"Wait until {standing.embargoed_until.day} "
                f"{standing.embargoed_until:%B %Y} is over.",
            )
        )
    if standing.spoken in _SAID_TO_US:
        reasons.append(Reason(_SAID_TO_US[standing.spoken], ONCE_PUBLISHED))
    if standing.said_to_us:
        reasons.append(
            Reason(
                "Its words were said to us as well, and nobody has let them leave there.",
                "Two people say that they may leave there, or that this source has published them.",
            )
        )
    if standing.redaction_waits:
        reasons.append(
            Reason(
                "A redaction of some of its words waits.",
                "A second person reviews the redaction.",
            )
        )
    return reasons


_KEPT_FOR = {
    Tier.OPEN: "nobody in particular",
    Tier.NAMED_AUDIENCES: "named audiences",
    Tier.INTERNAL: "people inside",
    Tier.SEALED: "the people it was sealed for",
}


def _kept_by_tier(standing: Standing, audience: Audience) -> list[Reason]:
    """Named audiences are named one by one; sealed words leave to none."""
    for_named = standing.named is not None or standing.tier is Tier.NAMED_AUDIENCES
    if for_named and audience.code not in (standing.named or ()):
        return [
            Reason(
                f"It is kept for named audiences ({Tier.NAMED_AUDIENCES.value}).",
                "Someone names this audience, and a second person agrees.",
            )
        ]
    strictest = max(audience.strictest, Tier.NAMED_AUDIENCES, key=lambda tier: tier.strictness)
    if standing.tier is not Tier.SEALED and standing.tier.strictness <= strictest.strictness:
        return []
    if standing.unconfirmed:
        return [
            Reason(
                "It is of a report of ours, and no second person has said that it is published.",
                "The “already published” decision about its report; a second person confirms it.",
            )
        ]
    return [
        Reason(
            f"It is kept for {_KEPT_FOR[standing.tier]} ({standing.tier.value}).",
            "Someone says that it may leave, and a second person agrees.",
        )
    ]


def _testimony(standing: Standing, audience: Audience, today: date, chosen: bool) -> list[Reason]:
    reasons = []
    if not audience.testimony:
        reasons.append(
            Reason("This audience receives no testimony.", "A profile that lets testimony in.")
        )
    reasons += _consent(standing, audience, today)
    unknown = [flag for flag in Flag if flag not in standing.flags]
    if unknown:
        reasons.append(
            Reason(
                f"Not answered, or not reviewed yet: {', '.join(unknown)}.",
                "Answers to its flags in triage, and a second person who reviews them.",
            )
        )
    held = [flag for flag, level in standing.flags.items() if level > allowed(flag, audience)]
    if held:
        reasons.append(
            Reason(
                f"It is flagged: {', '.join(held)}.",
                "The audience's profile would have to let such quotes in.",
            )
        )
    if not chosen:
        reasons.append(Reason("Nobody chose it for this audience.", "Choose it for this audience."))
    return reasons


def allowed(flag: Flag, audience: Audience) -> int:
    """The highest level of a flag that this audience may receive."""
    if flag is Flag.GRAPHIC:
        return audience.graphic_up_to
    return 1 if not flag.is_operational or flag in audience.operational else 0


def _consent(standing: Standing, audience: Audience, today: date) -> list[Reason]:
    state = standing.consent
    if state is ConsentState.WITHDRAWN:
        return [Reason("Consent was withdrawn.", "Nothing: it stays inside for good.")]
    if standing.consent_limited and audience.code not in standing.consent_audiences:
        return [
            Reason("Consent is limited to other audiences.", "Consent that covers this audience.")
        ]
    if standing.published_by_us:
        return []
    if state not in {ConsentState.GIVEN, ConsentState.LIMITED}:
        return [
            Reason(
                "Neither consent nor a decision that we have already published it is on record.",
                "The “already published” decision or consent; a second person confirms either.",
            )
        ]
    if standing.consent_review_on is not None and today > standing.consent_review_on:
        return [Reason("Consent was due for renewal.", "Renewed consent.")]
    return []
