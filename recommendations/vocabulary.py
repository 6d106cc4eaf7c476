"""The words of the field. Each value is the word itself, as it stands in the
database, in JSON and on the page."""

from enum import StrEnum


class SourceKind(StrEnum):
    REPORT = "report"
    OFFICIAL_ACT = "official act"
    OFFICIAL_STATEMENT = "official statement"
    INDEPENDENT_REPORT = "independent report"
    NEWS = "news"
    LETTER = "letter"
    PANEL = "panel"
    MEETING_NOTE = "meeting note"

    @property
    def is_ours(self) -> bool:
        """Our own report and panels give grounds; they never confirm an act."""
        return self in {SourceKind.REPORT, SourceKind.PANEL}

    @property
    def is_public(self) -> bool:
        """Words that others have published: open once a second person agrees."""
        return self in {
            SourceKind.OFFICIAL_ACT,
            SourceKind.OFFICIAL_STATEMENT,
            SourceKind.INDEPENDENT_REPORT,
            SourceKind.NEWS,
        }


PRIVATE = "a private person"
"""The publisher of a letter whose writer holds no office: words of a witness."""


class Precision(StrEnum):
    """How much of a publication date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Fidelity(StrEnum):
    VERBATIM_ORIGINAL = "verbatim original"
    OFFICIAL_TRANSLATION = "official translation"
    OUR_TRANSLATION = "our translation"
    INTERPRETED_AND_EDITED = "interpreted and edited"
    TRANSCRIPTION = "transcription"


class MeasureKind(StrEnum):
    ONE_OFF = "one-off"
    CONTINUING = "continuing"


class CallOrigin(StrEnum):
    NAMED_IN_SOURCE = "named in the source"
    ONWARD = "passed onward by staff"


class Status(StrEnum):
    """Our dated finding on a call."""

    NOT_YET_ASSESSED = "not yet assessed"
    NOTHING_FOUND = "nothing found"
    NOT_BEGUN = "not begun"
    FIRST_STEP = "first step"
    PARTLY_IN_EFFECT = "partly in effect"
    IN_EFFECT = "in effect"
    COMPLETED = "completed"
    NO_FURTHER_STEP = "no further step"
    NARROWED_OR_UNDONE = "narrowed or undone"
    CONTRARY = "acts to the contrary"


class PositionValue(StrEnum):
    """What an addressee itself has said."""

    NONE_FOUND = "none found"
    ACKNOWLEDGED = "acknowledged"
    DIFFERENT_APPROACH = "different approach"
    AGREED_IN_PART = "agreed in part"
    AGREED = "agreed"
    NOT_ACCEPTED = "not accepted"


class ContactStatus(StrEnum):
    """Ours and internal; computed from deliveries, positions, notes of meetings and the log."""

    NOT_SENT = "not sent"
    REPLY_INVITED = "sent, reply invited"
    NO_REPLY = "no reply on record"
    REPLIED = "replied"
    SPOKE = "spoke, not quotable"


class Spoken(StrEnum):
    """Under which word an office spoke with us."""

    QUOTABLE = "quotable"
    NOT_FOR_ATTRIBUTION = "not for attribution"
    INTERNAL = "internal"

    @property
    def strictness(self) -> int:
        return list(Spoken).index(self)


class Stance(StrEnum):
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


class SearchFor(StrEnum):
    POSITION = "position"
    STEP = "step"


class Supersession(StrEnum):
    """Why a later record takes the place of an earlier one."""

    NEWS = "news"
    CORRECTION = "correction"
    SPELLING = "spelling"


class Decided(StrEnum):
    """What our board decided; that a call is closed or open again is a record of its own."""

    NOTED = "noted"
    APPROVED = "approved"
    NOT_APPROVED = "not approved"
    ASKED_FOR = "asked for"


class Tier(StrEnum):
    OPEN = "S0"
    NAMED_AUDIENCES = "S1"
    INTERNAL = "S2"
    SEALED = "S3"

    @property
    def strictness(self) -> int:
        return int(self.value[1])

    @property
    def words(self) -> str:
        return {
            Tier.OPEN: "open",
            Tier.NAMED_AUDIENCES: "named audiences",
            Tier.INTERNAL: "internal",
            Tier.SEALED: "sealed",
        }[self]


class Flag(StrEnum):
    GRAPHIC = "graphic"
    SEXUAL_VIOLENCE = "sexual violence"
    CHILD = "child"
    SUICIDE = "suicide"
    SLUR = "slur"
    THIRD_PARTY_NAMED = "third party named"
    PERPETRATOR_NAMED = "perpetrator named"
    SELF_INCRIMINATION = "self-incrimination"
    LIVE_OPERATION = "live operation"
    RELATIVES_INSIDE = "relatives inside"
    FUNDING = "funding"
    SITES_AND_ROUTES = "sites and routes"
    NUMBERS = "numbers"

    @property
    def is_operational(self) -> bool:
        """Left out of every pack unless a person chooses otherwise for an audience."""
        return self in {
            Flag.THIRD_PARTY_NAMED,
            Flag.SELF_INCRIMINATION,
            Flag.LIVE_OPERATION,
            Flag.RELATIVES_INSIDE,
            Flag.FUNDING,
            Flag.SITES_AND_ROUTES,
            Flag.NUMBERS,
        }

    @property
    def highest(self) -> int:
        """Levels run from 0 (no) to this."""
        return 3 if self is Flag.GRAPHIC else 1


class ConsentState(StrEnum):
    GIVEN = "given"
    LIMITED = "limited"
    UNKNOWN = "unknown"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"
    DECEASED = "deceased"

    @property
    def lets_leave(self) -> bool:
        """The speaker agreed; everything else keeps the words inside."""
        return self in {ConsentState.GIVEN, ConsentState.LIMITED}


class Rung(StrEnum):
    """How a speaker of new testimony may be described: a rank, or a rung above it."""

    DIRECT_KNOWLEDGE = "a person with direct knowledge"
    MILITARY = "a former member of the military"
    OFFICER = "a former officer"
    COLONEL = "a former colonel"
    MAJOR = "a former major"
    CAPTAIN = "a former captain"
    LIEUTENANT = "a former lieutenant"
    SOLDIER = "a former rank-and-file soldier"
    WARRANT_OFFICER = "a former warrant officer"
    SERGEANT = "a former sergeant"
    CORPORAL = "a former corporal"
    PRIVATE = "a former private"
    POLICE = "a former member of the police"
    POLICE_OFFICER = "a former police officer in command"
    POLICE_COLONEL = "a former police colonel"
    POLICE_MAJOR = "a former police major"
    POLICE_CAPTAIN = "a former police captain"
    POLICE_LIEUTENANT = "a former police lieutenant"
    CONSTABULARY = "a former rank-and-file police officer"
    POLICE_SERGEANT = "a former police sergeant"
    POLICE_CORPORAL = "a former police corporal"
    CONSTABLE = "a former police constable"


class Region(StrEnum):
    """Myanmar's states, regions and union territory: no smaller place is ever stored."""

    AYEYARWADY = "Ayeyarwady Region"
    BAGO = "Bago Region"
    CHIN = "Chin State"
    KACHIN = "Kachin State"
    KAYAH = "Kayah State"
    KAYIN = "Kayin State"
    MAGWAY = "Magway Region"
    MANDALAY = "Mandalay Region"
    MON = "Mon State"
    NAYPYIDAW = "Naypyidaw Union Territory"
    RAKHINE = "Rakhine State"
    SAGAING = "Sagaing Region"
    SHAN = "Shan State"
    TANINTHARYI = "Tanintharyi Region"
    YANGON = "Yangon Region"


class VariantKind(StrEnum):
    REDACTION = "redaction"
    TRANSLATION = "translation"


class Withheld(StrEnum):
    """What a redaction withholds; its token is printed instead of the words."""

    PLACE = "place"
    NAME = "name"
    UNIT = "unit"
    NUMBER = "number"
    DATE = "date"
    ROUTE = "route"
    MONEY = "money"
    DETAIL = "detail"

    @property
    def token(self) -> str:
        return f"[{self.value} withheld]"


class Channel(StrEnum):
    EMAIL = "e-mail"
    BY_HAND = "by hand"
    LINK = "link"
    POST = "post"


class EngagedBy(StrEnum):
    """How we were in touch with an office."""

    MEETING = "meeting"
    ONLINE = "online meeting"
    TELEPHONE = "telephone"
    LETTER = "letter"
    EMAIL = "e-mail"


SPOKEN_WITH = frozenset({EngagedBy.MEETING, EngagedBy.ONLINE, EngagedBy.TELEPHONE})
"""What was said so is heard by nobody else: a promise is no position yet."""


class Paper(StrEnum):
    A4 = "A4"
    LETTER = "Letter"


class Order(StrEnum):
    """In which the recommendations of a pack stand."""

    AS_RECOMMENDED = "as in the report"
    EARLIEST = "earliest date first"
    MOVED = "what moved first"


class Length(StrEnum):
    """Of one edition."""

    LEAVE_BEHIND = "leave-behind"
    FULL_PACK = "full pack"


class Role(StrEnum):
    EDITOR = "editor"
    REVIEWER = "reviewer"
    BOARD = "board"
    ADMINISTRATOR = "administrator"


class Verdict(StrEnum):
    ACCEPTED = "accepted"
    SENT_BACK = "sent back"


class DiscrepancyKind(StrEnum):
    NOTE_WITHOUT_REFERENCE = "note nobody refers to"
    REFERENCE_WITHOUT_NOTE = "reference without a note"
    TWO_DATES = "one panel, two dates"
    NEAR_TITLES = "titles a letter apart"
    EMPTY_TITLE = "empty title"
    IMPOSSIBLE_DATE = "impossible date"
    UNCLOSED_QUOTATION = "quotation never closed"
    NEAR_ADDRESSES = "nearly the same web address"
    BROKEN_ADDRESS = "web address that looks dead"
    DATE_AND_ADDRESS = "date and address disagree"
    TWO_ACCOUNTS = "one thing told in two ways"


class WorkKind(StrEnum):
    """What is to be done; computed from the record."""

    REPLY = "reply window"
    EXPIRY = "act that expires"
    CONSENT = "consent to renew"
    PACK = "pack to refresh"
    FOLLOW_UP = "follow-up"
    LOST = "evidence withdrawn"
    ERASURE = "erasure to confirm"
    SENT_BACK = "sent back"
    REVIEW = "review waiting"
    STALLED = "may have stalled"
    OLD = "finding to look at again"
    SEARCH = "search to repeat"
    DISCREPANCY = "discrepancy"
    WITHOUT_EVIDENCE = "measure without evidence"
    UNUSED = "quote without stance"
