"""From the plan of a pack to an edition that leaves: composed, held against what was read,
printed. recommendations.issuing records it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from exports.composition import House, compose
from exports.freezing import Contents, Lengths, frozen, hash_of, quote_ids, thawed
from exports.pack import LeaveBehind
from exports.printing import Press
from exports.proof import Seal
from exports.publishing import (
    PAGES,
    Issuer,
    Moment,
    fit_two_pages,
    profile_named,
    selected,
    wording_for,
)
from exports.rendering import leave_behind_html
from exports.wording import text, wording_of
from recommendations import issuing
from recommendations.errors import Changed, Refused
from recommendations.issuing import File, Issue
from recommendations.languages import language_name
from recommendations.models import BriefingPack, Edition, Proposal
from recommendations.records import chain, heads
from recommendations.records.writing import get
from recommendations.vocabulary import Length

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
    contents: Contents


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
    """Without what only an edition has: number, head of the history, hash."""
    profile = profile_named(session, code)
    house = House(issuer.organisation, issuer.contact, moment.day, issuer.sample, "", ONLY_PROPOSED)
    selection = selected(session, profile, moment)
    return {
        language: Lengths(
            compose(selection, profile, house, wording_for(session, profile, language))
        )
        for language in profile.languages
    }


def not_ready(contents: Contents) -> tuple[str, ...]:
    """What an edition would still need, a sentence each; the same in every language."""
    pack = next(iter(contents.values())).leave_behind
    said: list[str] = []
    if not pack.asks:
        said.append(f"{pack.opening} There is nothing to issue.")
    if pack.contact.startswith("["):
        said.append("Whoever runs the tracker sets the organisation's contact first.")
    said += [
        f"“{ask.title}” still needs: {', '.join(ask.missing)}." for ask in pack.asks if ask.missing
    ]
    for language, lengths in contents.items():
        if number := lengths.leave_behind.unchecked:
            said.append(
                f"{number} of its texts in {language_name(language)} have not been checked by "
                "somebody who reads it; they stand on the page “Texts of packs”."
            )
    return tuple(said)


def fitted(press: Press, contents: Contents, address: str) -> Contents:
    """As much of it as two pages hold once number, head and hash stand on them. Raises
    Refused where it is not ready, or cannot be printed."""
    if missing := not_ready(contents):
        raise Refused(" ".join(missing))
    head = heads.written(chain.Head(10**6, NO_HASH))
    return {
        language: Lengths(
            _unnumbered(
                fit_two_pages(
                    press, proven(_numbered(lengths.leave_behind, 100, head), NO_HASH, address)
                )[0]
            )
        )
        for language, lengths in contents.items()
    }


def propose(session: Session, by: int, code: str, day: date, fitting: Contents) -> Proposal:
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
        contents=compose_proposed(session, code, at(proposal.as_of), issuer),
    )


def prepare(press: Press, composed: Composed, address: str, seal: Seal) -> Prepared:
    """Raises Changed where the record would not say the same any more, Refused where it
    cannot be printed; nothing is recorded by then."""
    fitting = fitted(press, composed.contents, address)
    if hash_of(frozen(fitting)) != composed.proposed:
        raise Changed(CHANGED)
    head = heads.written(composed.head)
    contents = {
        language: Lengths(_numbered(lengths.leave_behind, composed.number, head))
        for language, lengths in fitting.items()
    }
    told = frozen(contents)
    hash = hash_of(told)
    files = tuple(_files(press, contents, hash, address, seal))
    return Prepared(
        composed.proposal, composed.number, contents, told, hash, composed.head.hash, files
    )


def _files(press: Press, contents: Contents, hash: str, address: str, seal: Seal) -> Iterator[File]:
    for language, lengths in contents.items():
        pack = proven(lengths.leave_behind, hash, address)
        printed = press.print_pdf(leave_behind_html(pack), pack.title, pack.language)
        if printed.pages > PAGES:
            raise Refused("With its number on it the pack runs over two pages; shorten a reason.")
        signature = seal.sign(printed.pdf)
        yield File(Length.LEAVE_BEHIND, language, printed.pdf, signature, seal.public)


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
    return {
        language: replace(lengths, leave_behind=proven(lengths.leave_behind, hash, address))
        for language, lengths in thawed(told).items()
    }


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
