"""What each word of the vocabulary means, in one line. `docs/vocabulary.md` is printed
from it by `tracker vocabulary`; a page may show a line as help beside a choice."""

from enum import StrEnum

from recommendations import vocabulary as v

MEANINGS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.SourceKind: {
        v.SourceKind.REPORT: "a report of our own; its words are grounds, never evidence of action",
        v.SourceKind.OFFICIAL_ACT: "a law, decision, budget line or order, as published",
        v.SourceKind.OFFICIAL_STATEMENT: "what a public body or office says in its own name",
        v.SourceKind.INDEPENDENT_REPORT: "by the United Nations, researchers or other bodies",
        v.SourceKind.NEWS: "a newspaper, agency or broadcaster",
        v.SourceKind.LETTER: "a letter or e-mail sent to us",
        v.SourceKind.PANEL: "a panel that we held; like a report of our own",
        v.SourceKind.MEETING_NOTE: "our note of a meeting; it proves no position",
    },
    v.Precision: {
        v.Precision.DAY: "the day of publication is known",
        v.Precision.MONTH: "only the month is known; its last day counts",
        v.Precision.YEAR: "only the year is known; its last day counts",
    },
    v.Fidelity: {
        v.Fidelity.VERBATIM_ORIGINAL: "the words as their author published them",
        v.Fidelity.OFFICIAL_TRANSLATION: "a translation published by the author",
        v.Fidelity.OUR_TRANSLATION: "translated by staff",
        v.Fidelity.INTERPRETED_AND_EDITED: "spoken, interpreted and edited before it was published",
        v.Fidelity.TRANSCRIPTION: "typed from a scan and checked by a second person",
    },
    v.MeasureKind: {
        v.MeasureKind.ONE_OFF: "done once; when it is done it is “completed”",
        v.MeasureKind.CONTINUING: "kept up over time; while it lasts it is “in effect”",
    },
    v.CallOrigin: {
        v.CallOrigin.NAMED_IN_SOURCE: "the report itself names this addressee",
        v.CallOrigin.ONWARD: "the report did not name them, and a pack says so",
    },
    v.Status: {
        v.Status.NOT_YET_ASSESSED: "no reviewed finding counts; computed, never entered",
        v.Status.NOTHING_FOUND: "we looked and found nothing either way",
        v.Status.NOT_BEGUN: "it is established that nothing has begun",
        v.Status.FIRST_STEP: "a bill introduced, a policy drafted, a lead named, money announced",
        v.Status.PARTLY_IN_EFFECT: "some of it is in effect; the reason says which part",
        v.Status.IN_EFFECT: "a continuing act is in effect, until a date where it expires",
        v.Status.COMPLETED: "a one-off measure is done, by the agreed test of done",
        v.Status.NO_FURTHER_STEP: "it moved once and nothing has moved since",
        v.Status.NARROWED_OR_UNDONE: "something in effect was cut back or ended",
        v.Status.CONTRARY: "the addressee does the opposite",
    },
    v.PositionValue: {
        v.PositionValue.NONE_FOUND: "we looked and found none; computed from a search",
        v.PositionValue.ACKNOWLEDGED: "they took note, without saying yes or no",
        v.PositionValue.DIFFERENT_APPROACH: "they share the aim and say they will go another way",
        v.PositionValue.AGREED_IN_PART: "they agree to a part, which is named",
        v.PositionValue.AGREED: "they agree",
        v.PositionValue.NOT_ACCEPTED: "they say no",
    },
    v.ContactStatus: {
        v.ContactStatus.NOT_SENT: "no delivery is on record",
        v.ContactStatus.REPLY_INVITED: "delivered, and the time to reply is still running",
        v.ContactStatus.NO_REPLY: "delivered, and the time to reply has passed",
        v.ContactStatus.REPLIED: "a position dated on or after the first delivery is on record",
        v.ContactStatus.SPOKE: "they spoke with us and may not be quoted",
    },
    v.Stance: {
        v.Stance.SUPPORTS: "evidence for the finding",
        v.Stance.CONTRADICTS: "evidence against it; shown with equal weight",
        v.Stance.CONTEXT: "bears on it and proves neither",
    },
    v.SearchFor: {
        v.SearchFor.POSITION: "we looked for what they say",
        v.SearchFor.STEP: "we looked for what they did",
    },
    v.Supersession: {
        v.Supersession.NEWS: "something new happened; the earlier finding stays true for its time",
        v.Supersession.CORRECTION: "the earlier record was wrong and no longer counts",
        v.Supersession.SPELLING: "the wording was mended; nothing changed in substance",
    },
    v.Tier: {
        v.Tier.OPEN: "open: may leave, as far as the audience's profile lets it in",
        v.Tier.NAMED_AUDIENCES: "for named audiences; not switched on",
        v.Tier.INTERNAL: "internal: where testimony and everything unconfirmed begins",
        v.Tier.SEALED: "sealed: shown to nobody; not switched on",
    },
    v.Flag: {
        v.Flag.GRAPHIC: "how graphic the words are, from 0 (not) to 3",
        v.Flag.SEXUAL_VIOLENCE: "speaks of sexual violence",
        v.Flag.CHILD: "speaks of a child, or a child speaks",
        v.Flag.SUICIDE: "speaks of suicide",
        v.Flag.SLUR: "has a slur in it",
        v.Flag.THIRD_PARTY_NAMED: "names somebody who did not agree to be named",
        v.Flag.PERPETRATOR_NAMED: "names somebody as a perpetrator",
        v.Flag.SELF_INCRIMINATION: "the speaker could be charged over it",
        v.Flag.LIVE_OPERATION: "could give away something that is under way",
        v.Flag.RELATIVES_INSIDE: "speaks of relatives who can be reached by the authorities",
        v.Flag.FUNDING: "speaks of money and where it comes from",
        v.Flag.SITES_AND_ROUTES: "speaks of places, offices or ways out",
        v.Flag.NUMBERS: "gives numbers of people, weapons or units",
    },
    v.ConsentState: {
        v.ConsentState.GIVEN: "the speaker agreed",
        v.ConsentState.LIMITED: "the speaker agreed, for some audiences only",
        v.ConsentState.UNKNOWN: "nobody knows whether the speaker agreed",
        v.ConsentState.UNREACHABLE: "the speaker cannot be asked",
        v.ConsentState.WITHDRAWN: "the speaker took it back; it stays inside for good",
        v.ConsentState.DECEASED: "the speaker has died",
    },
    v.VariantKind: {
        v.VariantKind.REDACTION: "words with something withheld, said in fixed tokens",
        v.VariantKind.TRANSLATION: "the words in another language",
    },
    v.Channel: {
        v.Channel.EMAIL: "sent by e-mail",
        v.Channel.BY_HAND: "handed over",
        v.Channel.LINK: "sent as a link",
        v.Channel.POST: "sent by post",
    },
    v.Role: {
        v.Role.EDITOR: "records, and reviews what others record",
        v.Role.REVIEWER: "reviews, and confirms what opens words to the outside",
        v.Role.BOARD: "reads, reviews, and confirms what opens words to the outside",
        v.Role.ADMINISTRATOR: "does all of this and invites people",
    },
    v.Verdict: {
        v.Verdict.ACCEPTED: "a second person agrees; final",
        v.Verdict.SENT_BACK: "back to its author, with a comment",
    },
    v.DiscrepancyKind: {
        v.DiscrepancyKind.NOTE_WITHOUT_REFERENCE: "a note that no number in the text points at",
        v.DiscrepancyKind.REFERENCE_WITHOUT_NOTE: "a number in the text that has no note",
        v.DiscrepancyKind.TWO_DATES: "notes give one panel two dates",
        v.DiscrepancyKind.NEAR_TITLES: "titles that differ by a letter or so",
        v.DiscrepancyKind.EMPTY_TITLE: "a note cites a work with an empty title",
        v.DiscrepancyKind.IMPOSSIBLE_DATE: "a date that no calendar has",
        v.DiscrepancyKind.UNCLOSED_QUOTATION: "a quotation mark that is opened and never closed",
        v.DiscrepancyKind.NEAR_ADDRESSES: "two web addresses that nearly agree",
        v.DiscrepancyKind.BROKEN_ADDRESS: "a web address that seems cut off or mistyped",
    },
}
"""By kind of word, because one word may stand in two: news is a source and a change."""

RECORDS = {
    "Source": "anything citable, kept as the bytes that came in and the text read from them",
    "Section": "a part of a source under its heading",
    "Note": "a numbered note of a source, with the works it cites",
    "Discrepancy": "something odd in a source, for a person to resolve",
    "Resolution": "what a person found out about a discrepancy",
    "PublishedDecision": "that we have already published a source; two people",
    "Quote": "words of a source, found again exactly whenever they are used",
    "TierChange": "that a quote may leave, or stays inside",
    "FlagChange": "a flag of a quote, proposed by the import or answered by a person",
    "Consent": "what a speaker agreed to; there is no field for a name",
    "Withdrawal": "that a quote was withdrawn; it leaves every later pack at once",
    "Embargo": "that a quote or a source stays inside until a day",
    "Erasure": "that words are destroyed, a quote's or all of a source; two people",
    "Variant": "a redaction or translation bound to its quote",
    "Recommendation": "what was recommended, verbatim, as a quote",
    "Measure": "a span of a recommendation, with a label and the agreed test of done",
    "Ground": "a quote that shows why a recommendation was made",
    "Addressee": "whom a recommendation addresses, in a dated tree",
    "Call": "one measure called for from one addressee",
    "Assessment": "our dated finding on a call",
    "Evidence": "a quote on an assessment: for, against or context",
    "Position": "what an addressee itself has said on one or more measures",
    "Search": "that we looked on a day, in places, for something, and found nothing",
    "Conversation": "that an office spoke with us",
    "Closure": "the board's decision that a call is finished, with its minute",
    "AudienceProfile": "for whom a pack is made, and what may be in it; data, in versions",
    "BriefingPack": "the plan of a pack for one audience",
    "Ask": "what we ask of one office on one recommendation",
    "Choice": "that a person chose a quote for an audience, or took it out again",
    "Edition": "one frozen, numbered issue of a pack",
    "EditionQuote": "that a quote stands in an edition",
    "Delivery": "that an edition or a letter reached an office",
    "Person": "who records and reviews, by a short name and a role",
    "Review": "the second person's word on a record",
    "Change": "one link of the history",
    "ChainHead": "the last link of the history",
    "RawFile": "the bytes of a source as they came in",
    "PositionMeasure": "which measures a position is about",
    "SearchCall": "which calls a search covers",
}
"""Records, in the order in which work goes through them."""

NEEDS: dict[v.Status, str] = {
    v.Status.NOTHING_FOUND: "a search",
    v.Status.NOT_BEGUN: "a statement that says so",
    v.Status.FIRST_STEP: "a quote",
    v.Status.PARTLY_IN_EFFECT: "a quote",
    v.Status.IN_EFFECT: "an official act, an independent report or two news sources",
    v.Status.COMPLETED: "an official act, an independent report or two news sources",
    v.Status.NO_FURTHER_STEP: "an earlier step and a search",
    v.Status.NARROWED_OR_UNDONE: "a quote",
    v.Status.CONTRARY: "a quote",
}
"""What each status needs before it can be saved; recommendations.rules.missing checks it."""


def meaning(term: StrEnum) -> str:
    return MEANINGS[type(term)][term]
