"""The records as tables. All exist from the first migration."""

from recommendations.models.base import Recorded
from recommendations.models.calls import Addressee, Call, Dismissal, Ground, Measure, Recommendation
from recommendations.models.comments import Comment
from recommendations.models.engagements import Engagement
from recommendations.models.findings import (
    Assessment,
    Conversation,
    Evidence,
    Position,
    PositionMeasure,
    Search,
    SearchCall,
)
from recommendations.models.meetings import (
    BoardMeeting,
    Closure,
    ClosureProposal,
    Decision,
    SheetCopy,
)
from recommendations.models.packs import (
    Ask,
    AudienceProfile,
    BriefingPack,
    CheckedText,
    Choice,
    Delivery,
    Edition,
    EditionFile,
    EditionQuote,
    EditionWithdrawal,
    Office,
    Proposal,
    TextCorrection,
)
from recommendations.models.people import ChainHead, Change, Person, Review
from recommendations.models.quotes import (
    Consent,
    Embargo,
    Erasure,
    FlagChange,
    OwnWords,
    Quote,
    QuoteDetail,
    SameWords,
    Speaker,
    TierChange,
    Withdrawal,
)
from recommendations.models.sources import (
    Discrepancy,
    Note,
    Page,
    PublishedDecision,
    RawFile,
    Resolution,
    Revocation,
    Section,
    Source,
)
from recommendations.models.tiers import NamedAudience, NamedPerson, TierSwitch
from recommendations.models.transcriptions import ScannedPage, Transcription
from recommendations.models.variants import ClearedFlag, Variant, WithheldSpan
from recommendations.models.work import Assignment, DecisionPoint, Snooze

__all__ = [
    "Addressee", "Ask", "Assessment", "Assignment", "AudienceProfile", "BoardMeeting",
    "BriefingPack", "Call", "ChainHead", "Change", "CheckedText", "Choice", "ClearedFlag",
    "Closure", "ClosureProposal", "Comment", "Consent", "Conversation", "Decision", "DecisionPoint",
    "Delivery", "Discrepancy", "Dismissal", "Edition", "EditionFile", "EditionQuote",
    "EditionWithdrawal", "Embargo", "Engagement", "Erasure", "Evidence", "FlagChange", "Ground",
    "Measure", "NamedAudience", "NamedPerson", "Note", "Office", "OwnWords", "Page", "Person",
    "Position", "PositionMeasure", "Proposal", "PublishedDecision", "Quote", "QuoteDetail",
    "RawFile", "Recommendation", "Recorded", "Resolution", "Review", "Revocation", "SameWords",
    "ScannedPage", "Search", "SearchCall", "Section", "SheetCopy", "Snooze", "Source", "Speaker",
    "TextCorrection", "TierChange", "TierSwitch", "Transcription", "Variant", "Withdrawal",
    "WithheldSpan",
]  # fmt: skip
