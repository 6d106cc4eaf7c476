"""From the plan of a pack to an edition that leaves: composed, held against what was read,
printed. recommendations.issuing records it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from exports.certified import Certificate
from exports.composition import House, forms
from exports.differences import AS_OF, Difference, differences
from exports.freezing import (
    Contents,
    Lengths,
    canonical,
    frozen,
    hash_of,
    on_each,
    quote_ids,
    thawed,
)
from exports.full_composition import compose_full
from exports.pack import LeaveBehind
from exports.printing import Press
from exports.profiles import Profile
from exports.proof import Seal
from exports.publishing import (
    Issuer,
    Moment,
    TooLong,
    fit_two_pages,
    print_full_pack,
    profile_named,
    selected,
    wording_for,
)
from exports.wording import text, wording_of
from recommendations import issuing
from recommendations.errors import Changed, Refused
from recommendations.issuing import File, Issue
from recommendations.languages import language_name
from recommendations.models import BriefingPack, Edition, Proposal
from recommendations.records import chain, heads
from recommendations.records.writing import get
from recommendations.register.editions import (
    EditionView,
    ProposalView,
    frozen_of,
    out_of_sight,
    read_editions,
    read_proposal,
)
from recommendations.vocabulary import Length, Role

ONLY_PROPOSED = ""
NO_HASH = "0" * 64
CHANGED = (
    "The record changed since this was proposed, so nothing was issued. What is different now "
    "stands below; propose the edition again."
)


@dataclass(frozen=True)
class Composed:
    """A proposal, composed once more from the record as it is now."""

    proposal: int
    proposed: str
    """The hash of what was proposed."""
    number: int
    head: chain.Head
    forms: tuple[Contents, ...]


@dataclass(frozen=True)
class NextEdition:
    """For one audience and one reader: the proposal that waits for a second person, or what
    would be proposed now."""

    profile: Profile
    proposal: ProposalView | None
    before: EditionView | None
    shown: Contents
    """The proposal where one waits, else as it would be proposed."""
    now: Contents
    gone: bool
    """Words in it were withdrawn since: it is not shown, and can only be proposed anew."""
    changes: tuple[Difference, ...]
    """Against the edition before, where this reader may compare them."""
    compared: bool
    needs: tuple[str, ...]

    @property
    def same(self) -> bool:
        """As the edition before, whatever the day: there is nothing to issue."""
        return self.compared and all(one.where == AS_OF for one in self.changes)

    @property
    def ready(self) -> bool:
        return not (self.proposal or self.needs or self.same)


@dataclass(frozen=True)
class Prepared:
    """An edition that may be issued, with its files."""

    proposal: int
    number: int
    contents: Contents
    told: Mapping[str, Any]
    hash: str
    history_head: str
    files: tuple[File, ...]


def compose_proposed(session: Session, code: str, moment: Moment, issuer: Issuer) -> Contents:
    """With as many asks as its profile has room for, whether or not two pages hold them."""
    return compose_forms(session, code, moment, issuer)[0]


def compose_forms(
    session: Session, code: str, moment: Moment, issuer: Issuer
) -> tuple[Contents, ...]:
    """Without what only an edition has: number, head of the history, hash. What changed is
    told against the last edition. Each form asks one thing fewer on its two pages, the same
    in every language."""
    profile = profile_named(session, code)
    house = House(issuer.organisation, issuer.contact, moment.day, issuer.sample, "", ONLY_PROPOSED)
    selection, earlier = selected(session, profile, moment), last_contents(session, profile.code)
    found = {}
    for language in profile.languages:
        wording = wording_for(session, profile, language)
        before = earlier[language].full if language in earlier else None
        full = compose_full(selection, profile, house, wording, before)
        found[language] = [
            Lengths(two_pages, full) for two_pages in forms(selection, profile, house, wording)
        ]
    return tuple(
        dict(zip(found, lengths, strict=True)) for lengths in zip(*found.values(), strict=True)
    )


def last_contents(session: Session, code: str) -> Contents:
    """Of the last edition for an audience; empty before the first."""
    editions = read_editions(session, code)
    return thawed(frozen_of(session, editions[0].id)) if editions else {}


def read_next(
    session: Session,
    code: str,
    at: Callable[[date], Moment],
    today: date,
    issuer: Issuer,
    role: Role,
) -> NextEdition:
    profile = profile_named(session, code)
    waits = read_proposal(session, profile.code)
    moment = at(waits.as_of if waits else today)
    now = compose_proposed(session, profile.code, moment, issuer)
    shown = thawed(waits.content) if waits else now
    before = next(iter(read_editions(session, profile.code)), None)
    gone = bool(out_of_sight(session, quote_ids(shown), role))
    compared = before is not None and not gone and not out_of_sight(session, before.quotes, role)
    earlier = last_contents(session, profile.code) if compared else {}
    return NextEdition(
        profile=profile,
        proposal=waits,
        before=before,
        shown=shown,
        now=now,
        gone=gone,
        changes=differences(earlier, shown) if earlier else (),
        compared=bool(earlier),
        needs=not_ready(now),
    )


def not_ready(contents: Contents) -> tuple[str, ...]:
    """What an edition would still need, a sentence each; the same in every language."""
    pack = next(iter(contents.values())).leave_behind
    said: list[str] = []
    if not (pack.asks or pack.sheet):
        said.append(f"{pack.opening} There is nothing to issue.")
    if pack.contact.startswith("["):
        said.append("Whoever runs the tracker sets the organisation's contact first.")
    said += [
        f"“{ask.title}” still needs: {', '.join(ask.missing)}." for ask in pack.asks if ask.missing
    ]
    if pack.sheet:
        said += [
            f"“{one.instrument or one.institution}” still needs: {', '.join(one.missing)}."
            for one in pack.sheet.asked
            if one.missing
        ]
    for language, lengths in contents.items():
        if number := lengths.leave_behind.unchecked:
            said.append(
                f"{number} of its texts in {language_name(language)} have not been checked by "
                "somebody who reads it; they stand on the page “Texts of packs”."
            )
    return tuple(said)


def fitted(press: Press, forms: Sequence[Contents], address: str) -> Contents:
    """The first that two pages hold once number, head and hash stand on them. Raises Refused
    where it is not ready, or cannot be printed."""
    if missing := not_ready(forms[0]):
        raise Refused(" ".join(missing))
    for contents in forms[:-1]:
        with suppress(TooLong):
            return _fitted(press, contents, address)
    return _fitted(press, forms[-1], address)


def _fitted(press: Press, contents: Contents, address: str) -> Contents:
    head = heads.written(chain.Head(10**6, NO_HASH))
    stamped = on_each(contents, lambda pack: proven(_numbered(pack, 100, head), NO_HASH, address))
    held = {
        language: replace(lengths, leave_behind=fit_two_pages(press, lengths.leave_behind)[0])
        for language, lengths in stamped.items()
    }
    return on_each(held, _unnumbered)


def propose(session: Session, by: int, code: str, day: date, fitting: Contents) -> Proposal:
    """Raises Refused where the last edition says the same already, whatever the day."""
    earlier = last_contents(session, code.casefold())
    if earlier and all(one.where == AS_OF for one in differences(earlier, fitting)):
        raise Refused("Nothing changed since the last edition; there is nothing to issue.")
    told = frozen(fitting)
    return issuing.propose(session, by, code.casefold(), day, told, hash_of(told))


def compose_again(
    session: Session, by: int, id: int, at: Callable[[date], Moment], issuer: Issuer
) -> Composed:
    """As of the day of the proposal, through today's gate."""
    proposal = issuing.waiting(session, id)
    issuing.refuse_unless_issuer(session, by, proposal)
    code = get(session, BriefingPack, proposal.pack).profile
    return Composed(
        proposal=proposal.key,
        proposed=proposal.hash,
        number=issuing.next_number(session, proposal.pack),
        head=chain.head(session),
        forms=compose_forms(session, code, at(proposal.as_of), issuer),
    )


def prepare(
    press: Press,
    composed: Composed,
    address: str,
    seal: Seal,
    embed: bool = False,
    certificate: Certificate | None = None,
) -> Prepared:
    """With `embed` each file carries the edition's data, whose hash stands on its pages. Raises
    Changed where the record would not say the same any more, Refused where it cannot be
    printed; nothing is recorded by then."""
    fitting = fitted(press, composed.forms, address)
    if hash_of(frozen(fitting)) != composed.proposed:
        raise Changed(CHANGED)
    head = heads.written(composed.head)
    contents = on_each(fitting, lambda pack: _numbered(pack, composed.number, head))
    told = frozen(contents)
    hash = hash_of(told)
    proved = on_each(contents, lambda pack: proven(pack, hash, address))
    files = tuple(_files(press, proved, canonical(told) if embed else "", seal, certificate))
    return Prepared(
        composed.proposal, composed.number, contents, told, hash, composed.head.hash, files
    )


def _files(
    press: Press, proved: Contents, data: str, seal: Seal, certificate: Certificate | None
) -> Iterator[File]:
    for language, lengths in proved.items():
        kept, two_pages = fit_two_pages(press, lengths.leave_behind, data=data)
        if kept != lengths.leave_behind:
            raise Refused("With its number on it the pack runs over two pages; shorten a reason.")
        whole = print_full_pack(press, lengths.full, data)
        for length, printed in ((Length.LEAVE_BEHIND, two_pages), (Length.FULL_PACK, whole)):
            raw = certificate.sign(printed.pdf) if certificate else printed.pdf
            yield File(length, language, raw, seal.sign(raw), seal.public)


def issue(session: Session, by: int, prepared: Prepared) -> Edition:
    told = Issue(
        number=prepared.number,
        frozen=dict(prepared.told),
        hash=prepared.hash,
        history_head=prepared.history_head,
        quotes=quote_ids(prepared.contents),
        files=prepared.files,
    )
    return issuing.issue(session, by, prepared.proposal, told)


def contents_of(told: Mapping[str, Any], hash: str, address: str) -> Contents:
    """As they were issued, with how to verify."""
    return on_each(thawed(told), lambda pack: proven(pack, hash, address))


def proven(pack: LeaveBehind, hash: str, address: str) -> LeaveBehind:
    say = wording_of(pack).say
    told = text("The SHA-256 of its data is {hash}. To check this copy, ask us.")
    if address:
        told = text("The SHA-256 of its data is {hash}. Check this copy at {address}/verify.")
    return replace(pack, verify=say(told, hash=heads.grouped(hash), address=address))


def _numbered(pack: LeaveBehind, number: int, head: str) -> LeaveBehind:
    edition = wording_of(pack).say("Edition {number}", number=number)
    return replace(pack, edition=edition, history=head)


def _unnumbered(pack: LeaveBehind) -> LeaveBehind:
    return replace(pack, edition=ONLY_PROPOSED, history="", verify="")
