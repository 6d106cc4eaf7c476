"""Flags proposed for testimony, each with the words that raised it.

A needless proposal costs a person one answer, a missing one can cost a life: the
cues lean to proposing. They are ordinary English and the names of Myanmar's states
and of its military leaders.
"""

import re

from recommendations.reading.parts import ProposedFlag
from recommendations.vocabulary import Flag

_KIN = (
    r"(?:brothers?|sisters?|famil(?:y|ies)|wife|wives|husbands?|parents?|mothers?|fathers?|sons?|"
    r"daughters?|child(?:ren)?|relatives?|loved ones)"
)
_STATES = (
    r"(?:Kachin|Kayin|Karen|Karenni|Kayah|Chin|Shan|Rakhine|Arakan|Mon|Sagaing|Magway|Mandalay|Bago|"
    r"Ayeyarwady|Irrawaddy|Tanintharyi|Yangon|Naypyi(?:taw|daw)|Mae Sot|Mizoram|Manipur)"
)
_COUNT = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\s?[-–]\s?\d+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|dozens?)"
)
_COUNTED = (
    r"(?:\w+ ){0,2}?(?:men|people|persons|soldiers|troops|officers|defectors|police|fighters|"
    r"offices|camps|houses|bases|regiments|battalions|townships|villages|families|women|children|"
    r"recruits|ex-military|weapons|guns|bullets|vehicles|of them|of us)"
)

_CUES: dict[Flag, tuple[str, ...]] = {
    Flag.SEXUAL_VIOLENCE: (
        r"\brap(?:e|ed|es|ing|ist)\b",
        r"\bsexual(?:ly)?\b",
        r"\bvaginas?\b",
        r"\bmolest\w*",
        r"\bgrop(?:e|ed|ing)\b",
        r"\bprostitut\w+",
        r"\bclothes off\b",
    ),
    Flag.CHILD: (
        r"\bchild(?:ren|hood)?\b",
        r"\bteen(?:s|aged?|agers?)\b",
        r"\bminors\b",
        r"\bunderage\b",
        r"\bbab(?:y|ies)\b",
        r"\b(?:boys?|girls?|kids?|infants?|daughters?|little ones|schoolchildren)\b",
    ),
    Flag.SUICIDE: (
        r"\bsuicid\w+",
        r"\binsecticide\b",
        r"\b(?:kill(?:ed)?|hang(?:ed)?|shot|poison(?:ed)?) (?:himself|herself|themselves|myself)\b",
        r"\b(?:took|taken|take) (?:his|her|their|my) own li(?:fe|ves)\b",
        r"\bjump(?:ed|ing|s)? (?:off|out|from)\b",
        r"\bown grave\b",
    ),
    Flag.SLUR: (
        r"\bkalar\b",
        r"\b(?:military|army) dogs?\b",
        r"\bcoolies?\b",
        r"\bdehumani[sz]ing terms\b",
        r"\bdark-skinned\b",
    ),
    Flag.PERPETRATOR_NAMED: (
        r"\bMin Aung Hlaing\b",
        r"\bSoe Win\b",
        r"\bThan Shwe\b",
        r"\bNe Win\b",
        r"\bMyint Swe\b",
        r"\bThein Sein\b",
        r"\b(?:(?:[Bb]rigadier|[Ll]ieutenant|[Mm]ajor|[Ss]enior|[Vv]ice)[ -])*"
        r"(?:[Gg]eneral|[Cc]olonel|[Cc]ommander|[Mm]ajor|[Cc]aptain|[Mm]inister) "
        r"(?!Aung San)[A-Z][a-z]+(?: [A-Z][a-z]+)*",
        r"\bcommander of the \w+(?: \w+)?\b",
    ),
    Flag.SELF_INCRIMINATION: (
        r"\b(?:I|[Ww]e) (?:\w+ ){0,2}?(?:burned|burnt|killed|shot|fired|tortured|beat|looted|"
        r"robbed|stole|bombed|raided|arrested|attacked|executed|fought|smuggled|patrolled|forced|lied)\b",
        r"\b(?:I|[Ww]e) (?:\w+ ){0,3}?(?:ran\b|run away|deserted|escaped|fled|defected)",
        r"\btold to (?:\w+ ){0,3}?(?:burn|kill|shoot|beat|attack)\w*",
        r"\b(?:I|[Ww]e) (?:was|were) (?:\w+ ){0,2}?ordered\b",
        r"\bwas captured\b",
        r"\b(?:given|carried|had) (?:small )?(?:arms|weapons|guns)\b",
    ),
    Flag.LIVE_OPERATION: (
        r"\bwatermelons?\b",
        r"\binform(?:ants?|ers?|ing)\b",
        r"\bspies\b",
        r"\b(?:contacted by|contact with|contacts? of|in contact|CDM contact|"
        r"shared? information|sharing information)\b",
        r"\bpick(?:ed|ing)? up\b[^.]{0,40}\bdefectors?\b",
        r"\bbring people out\b",
        r"\b(?:communicated|cooperat\w+|coordinat\w+) with (?:the )?(?:PDF|ERO|EAO|resistance)\w*",
        r"\bstay in the military\b",
        r"\bencrypted\b",
        r"\bsabotage\b",
        r"\b(?:arranged for|allow) \w+(?: \w+)? to defect\b",
        r"\bopportunity to (?:defect|surrender)\b",
        r"\bplanning to (?:leave|defect|escape)\b",
        r"\bwho want to (?:join|defect|leave)\b",
        r"\bsafe houses?\b",
        r"\breceiv\w+ (?:[\w-]+ ){0,3}?defect\w+",
        r"\bnew (?:\w+ )?defectors\b",
    ),
    Flag.RELATIVES_INSIDE: (
        rf"\b(?:[Mm]y|[Oo]ur) (?:\w+ )?{_KIN}\b",
        rf"\btheir {_KIN}(?: \w+){{0,3}} (?:left behind|inside|on base|to defect)\b",
        rf"\b{_KIN} (?:are|were|is|was) (?:left|still|placed|threatened|punished|killed)\b",
        rf"\bhis {_KIN} (?:in|under) house arrest\b",
        rf"\b(?:kill|punish|threaten|arrest)\w* (?:our|my|their|his|her) {_KIN}\b",
        r"\bsoldiers who want to join\b",
        r"\bwithout consulting my family\b",
    ),
    Flag.FUNDING: (
        r"\bfund(?:s|ed|ing|raising|ers?)?\b",
        r"\bdono(?:rs?|r's)\b",
        r"\bdonat\w+",
        r"\bdollars?\b|\bkyats?\b|\$\s?\d",
        r"\b(?:receiv\w+|get|getting) (?:\w+ ){0,2}?(?:support|money|aid|assistance) from\b",
        r"\bAuthorization Act\b",
        r"\bfinancial(?:ly)? (?:help|support|aid|assistance)\b|\bis financial\b",
        r"\bmaterial support\b",
        r"\baid disbursements?\b",
        r"\bprograms helped us\b",
        r"\bpool of resources\b",
    ),
    Flag.SITES_AND_ROUTES: (
        rf"\b{_STATES}\b(?: (?:State|Region|area|Township|border))?",
        r"\b(?:liberated|border|conflict) areas?\b",
        r"\bsafe houses?\b",
        r"\b(?:camps?|checkpoints?|townships?|hideouts?|routes?|strategic camps?)\b",
        r"\b\w+ offices\b",
        r"\bin the jungle\b",
        r"\b(?:crossed|across|over) the (?:border|river|mountains?)\b",
        r"\bguest house\b",
        r"\b(?:asylum|host countries)\b",
        r"\bsay where\b",
    ),
    Flag.NUMBERS: (rf"\b{_COUNT} {_COUNTED}\b", r"\b\d+(?:\.\d+)?\s?(?:%|percent\b)"),
}

_GRAPHIC = {
    3: r"\b(?:hack(?:ed|ing) and|hacked|beheaded|mutilat\w+|dismember\w+|disembowel\w+|vaginas?|"
    r"burned alive|(?<!-)skinned|raped the|tortured to death|beat (?:\w+ )?to death)\b",
    2: r"\b(?:summarily executed|executed|dig their own graves|tortured?|torture|massacre\w*|"
    r"corpses?|to commit suicide|raped and killed|jumped from a plane|jump off a cliff|shot by)\b",
    1: r"\b(?:kill(?:ed|ing|s)?|died|dying|dead|bomb(?:s|ed|ing)?|beaten|blood\w*|wounded|shot|"
    r"funerals?|casualties|starv\w+|rap(?:e|ed))\b",
}
_HONOURED = r"(?:Daw|U|Ko|Saw|Sai|Salai|Naw|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)"
_PERSON = re.compile(
    rf"\b(?:{_HONOURED} [A-Z][a-z]+(?: [A-Z][a-z]+)*|[A-Z][a-z]+(?: [A-Z][a-z]+){{2,4}})\b"
)
_CLOSE = re.compile(
    r"\b[Mm]y (?:roommates?|friends?|colleagues?|comrades?|neighbou?rs?|commander)\b|"
    r"\bmen I worked with\b"
)
_NO_PERSON = re.compile(
    r"\b(?:State|Region|Movement|Alliance|Union|Army|Force|Act|Goal|Council|Government|Republic|"
    r"Party|League|Committee|Spectrum|Shift|Revolution|Authorization|Organization|"
    r"Office|Min Aung Hlaing)\b"
)


def _compiled(cue: str) -> re.Pattern[str]:
    """Cues that hold names keep their capitals; all others match either way."""
    return re.compile(cue, 0 if re.search(r"(?<!\\)[A-Z]", cue) else re.I)


_LOOK_FOR = {flag: [_compiled(cue) for cue in cues] for flag, cues in _CUES.items()}
_LOOK_FOR_GRAPHIC = {level: [_compiled(cues)] for level, cues in _GRAPHIC.items()}


def propose_flags(said: str) -> tuple[ProposedFlag, ...]:
    found = [_graphic(said), *(_cued(said, flag) for flag in _CUES), _third_party(said)]
    return tuple(one for one in found if one)


def _graphic(said: str) -> ProposedFlag | None:
    for level, cues in _LOOK_FOR_GRAPHIC.items():
        if words := _words(said, cues):
            return ProposedFlag(Flag.GRAPHIC, level, words)
    return None


def _cued(said: str, flag: Flag) -> ProposedFlag | None:
    words = _words(said, _LOOK_FOR[flag])
    return ProposedFlag(flag, 1, words) if words else None


def _third_party(said: str) -> ProposedFlag | None:
    """Names, and people whom their nearness to the speaker gives away."""
    names = [m.group() for m in _PERSON.finditer(said) if not _NO_PERSON.search(m.group())]
    names += _CLOSE.findall(said)
    return ProposedFlag(Flag.THIRD_PARTY_NAMED, 1, _once(names)) if names else None


def _words(said: str, cues: list[re.Pattern[str]]) -> str:
    spans = sorted((match.start(), match.group()) for cue in cues for match in cue.finditer(said))
    return _once([words for _, words in spans])


def _once(words: list[str]) -> str:
    return "; ".join(dict.fromkeys(" ".join(one.split()) for one in words))
