"""The records as tables. All exist from the first migration."""

from recommendations.models.base import Recorded
from recommendations.models.calls import Addressee, Call, Ground, Measure, Recommendation
from recommendations.models.findings import (
    Assessment,
    Closure,
    Conversation,
    Evidence,
    Position,
    PositionMeasure,
    Search,
    SearchCall,
)
from recommendations.models.packs import (
    Ask,
    AudienceProfile,
    BriefingPack,
    Choice,
    Delivery,
    Edition,
    EditionQuote,
)
from recommendations.models.people import ChainHead, Change, Person, Review
from recommendations.models.quotes import (
    Consent,
    Embargo,
    Erasure,
    FlagChange,
    Quote,
    TierChange,
    Variant,
    Withdrawal,
)
from recommendations.models.sources import (
    Discrepancy,
    Note,
    PublishedDecision,
    RawFile,
    Resolution,
    Section,
    Source,
)

__all__ = [
    "Addressee", "Ask", "Assessment", "AudienceProfile", "BriefingPack", "Call", "ChainHead",
    "Change", "Choice", "Closure", "Consent", "Conversation", "Delivery", "Discrepancy",
    "Edition", "EditionQuote", "Embargo", "Erasure", "Evidence", "FlagChange", "Ground",
    "Measure", "Note", "Person", "Position", "PositionMeasure", "PublishedDecision", "Quote",
    "RawFile", "Recommendation", "Recorded", "Resolution", "Review", "Search", "SearchCall",
    "Section", "Source", "TierChange", "Variant", "Withdrawal",
]  # fmt: skip
