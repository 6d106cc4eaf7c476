"""What points at a private person: telephone numbers, identity cards, home and e-mail
addresses. Our own words are looked through for them before they are saved; the words
of a source are not touched. A seized record should lead to nobody."""

import re
from collections.abc import Iterator, Mapping

from recommendations.errors import Refused

_DIGITS = str.maketrans("၀၁၂၃၄၅၆၇၈၉", "0123456789")
# Every repetition has an end: what is sent may be a million letters long.
_WEB_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_PROVIDERS = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|proton|protonmail"
    "|pm|tutanota|tuta|gmx|web|mail|yandex|zoho|fastmail|riseup|qq|163|126"
)
_SIGNS = {
    "an identity-card number": re.compile(
        r"\d{1,2}\s?/\s?[A-Za-z\u1000-\u109f]{2,24}\s?\(\s?[A-Za-z\u1000-\u109f]{1,12}\s?\)"
        r"\s?\d{6}(?!\d)"
    ),
    "a telephone number": re.compile(
        r"(?<![\w.,/-])(?:\+|00)\d(?:[\s().-]{0,2}\d){7,13}(?!\w)"
        r"|(?<![\w.,/-])0\d(?:[\s.-]?\d){6,10}(?![\w/])"
    ),
    "a private e-mail address": re.compile(
        rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_PROVIDERS})\.[a-z]{{2,3}}(?:\.[a-z]{{2}})?\b",
        re.IGNORECASE,
    ),
    "a home address": re.compile(
        r"\b(?:no\.?|house|flat|room|apartment|apt\.?)\s{0,3}\(?\d{1,5}[A-Za-z]?\)?,?\s{1,3}"
        r"(?:[\w.'’-]{1,30},?\s{1,3}){0,6}(?:street|st\.|road|rd\.|lane|ward|quarter|block|township)\b"
        r"|အမှတ်\s{0,3}\(?\d{1,5}\)?[^\n]{0,60}(?:လမ်း|ရပ်ကွက်)",
        re.IGNORECASE,
    ),
}


def pointers(words: str) -> Iterator[tuple[str, str]]:
    """What was found, and the words that look like it."""
    plain = _WEB_ADDRESS.sub(" ", words.translate(_DIGITS))
    for what, sign in _SIGNS.items():
        for match in sign.finditer(plain):
            yield what, match.group().strip()


def refuse_pointers(texts: Mapping[str, str]) -> None:
    """`texts` are our own words by field. Raises Refused with a sentence for each field
    that points at someone."""
    refused = {}
    for field, words in texts.items():
        found = next(pointers(words), None)
        if found:
            refused[field] = sentence_about(*found)
    if refused:
        raise Refused(**refused)


def sentence_about(what: str, words: str) -> str:
    return (
        f"“{words}” looks like {what}. Leave it out: what is saved here can be seized, and it "
        "would lead to a person."
    )
