"""Which calls a few changes may have moved, so that what counts on all the others need not be
read again. Whatever is not known here for certain moves everything.

That quotes support nothing any more, as their words were withdrawn or sealed, is asked apart:
`counting.read_weak`."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from recommendations.models import (
    Ask,
    Assessment,
    Assignment,
    AudienceProfile,
    BoardMeeting,
    BriefingPack,
    Call,
    CheckedText,
    Choice,
    Comment,
    Consent,
    Conversation,
    Decision,
    DecisionPoint,
    Delivery,
    Discrepancy,
    Dismissal,
    Edition,
    EditionFile,
    EditionQuote,
    EditionWithdrawal,
    Embargo,
    Engagement,
    Evidence,
    FlagChange,
    Ground,
    Office,
    OwnWords,
    Person,
    Position,
    Proposal,
    PublishedDecision,
    Quote,
    QuoteDetail,
    Resolution,
    Review,
    Revocation,
    SameWords,
    Search,
    SearchCall,
    SheetCopy,
    Snooze,
    Source,
    Speaker,
    TextCorrection,
    TierChange,
    Variant,
    Withdrawal,
)
from recommendations.records.chain import Act, Link
from recommendations.vocabulary import SearchFor

_ASIDE = {
    str(kind.__tablename__)
    for kind in (
        *(Ask, Assignment, AudienceProfile, BoardMeeting, BriefingPack, CheckedText, Choice),
        *(Comment, Decision, DecisionPoint, Delivery, Discrepancy, Dismissal, Edition),
        *(EditionFile, EditionQuote, EditionWithdrawal, Engagement, Ground, Office, OwnWords),
        *(Person, Proposal, Resolution, SheetCopy, Snooze, TextCorrection),
        *(Consent, Conversation, Embargo, FlagChange, PublishedDecision, QuoteDetail),
        *(Revocation, SameWords, Speaker, TierChange, Variant, Withdrawal),
    )
}
"""What is written beside findings and positions, and who may read which words: no change of it,
and no review, moves what counts."""
_NOT_YET = {str(kind.__tablename__) for kind in (Source, Quote)}
"""A new one is nothing that anything rests on yet; one that is changed may be."""
_CALL, _ASSESSMENT, _EVIDENCE, _POSITION, _SEARCH, _REVIEW = (
    str(kind.__tablename__) for kind in (Call, Assessment, Evidence, Position, Search, Review)
)


class Touched(NamedTuple):
    """`said`: a position may have moved as well, on any call."""

    calls: Collection[int]
    said: bool

    @property
    def nothing(self) -> bool:
        return not self.calls and not self.said


def read_touched(session: Session, links: Sequence[Link]) -> Touched | None:
    """None where it may be anything."""
    changed = _changed(session, links)
    if changed is None:
        return None
    findings = changed[_ASSESSMENT] | _values(
        session, sa.select(col(Evidence.assessment)).where(col(Evidence.id).in_(changed[_EVIDENCE]))
    )
    calls = changed[_CALL] | _values(
        session, sa.select(col(Assessment.call)).where(col(Assessment.id).in_(findings))
    )
    calls |= _values(
        session, sa.select(col(SearchCall.call)).where(col(SearchCall.search).in_(changed[_SEARCH]))
    )
    for_a_position = sa.select(col(Search.id)).where(
        col(Search.id).in_(changed[_SEARCH]), col(Search.looked_for) == SearchFor.POSITION
    )
    said = changed[_POSITION] | changed[_CALL] | _values(session, for_a_position)
    return Touched(calls, bool(said))


def _changed(session: Session, links: Sequence[Link]) -> defaultdict[str, set[int]] | None:
    """By kind, with what was reviewed among them."""
    followed = {_CALL, _ASSESSMENT, _EVIDENCE, _POSITION, _SEARCH, _REVIEW}
    changed: defaultdict[str, set[int]] = defaultdict(set)
    for link in links:
        if link.kind in _ASIDE or (link.kind in _NOT_YET and link.act == Act.RECORDED):
            continue
        if link.kind not in followed or link.act not in (Act.RECORDED, Act.EDITED):
            return None
        changed[link.kind].add(link.id)
    reviews = sa.select(col(Review.of_kind), col(Review.of_id)).where(
        col(Review.id).in_(changed.pop(_REVIEW, ()))
    )
    for kind, id in session.execute(reviews):
        if kind in _ASIDE:
            continue
        if kind not in followed:
            return None
        changed[kind].add(id)
    return changed


def _values(session: Session, query: Any) -> set[int]:
    return set(session.scalars(query))
