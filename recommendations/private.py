"""What points at a private person: telephone numbers, identity cards, home and e-mail
addresses. Our own words are looked through for them before they are saved; the words
of a source are not touched. A seized record should lead to nobody."""

import re
from collections.abc import Iterator, Mapping
from unicodedata import category, decimal

from recommendations.errors import Refused

# Every repetition has an end: what is sent may be a million letters long.
_WEB_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_PROVIDERS = (
    "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|mac|aol|proton|protonmail"
    "|pm|tutanota|tuta|gmx|web|mail|yandex|zoho|fastmail|riseup|qq|163|126"
)
PRIVATE_MAILBOX = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{_PROVIDERS})\.[a-z]{{2,3}}(?:\.[a-z]{{2}})?\b", re.IGNORECASE
)
_OF_AN_OFFICE = (
    "info|office|contact|press|media|desk|secretariat|secretary|mail|mailbox|enquiries|inquiries"
    "|admin|delegation|mission|embassy|consulate|consular|protocol|registry|communications|comms"
    "|public|affairs|team|support|help|helpdesk|service|services|division|unit|department|dept"
    "|ministry|policy|advocacy|correspondence|news|webmaster|noreply"
)
_MAILBOX = re.compile(
    rf"(?<![\w.+-])(?!(?:[a-z0-9]{{1,20}}[._-]){{0,3}}(?:{_OF_AN_OFFICE})(?![a-z0-9]))"
    r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b",
    re.IGNORECASE,
)
_LETTER = r"[A-Za-z\u1000-\u109f]"
_GAP = r"[\s().\u2010-\u2015-]"
_ACCOUNT = re.compile(
    r"(?:facebook|fb)\.com/(?:profile\.php|people/)\S{0,200}"
    r"|(?:wa\.me/|whatsapp\.com/(?:send)?\S{0,20}phone=|t\.me/\+|signal\.me/|viber\.(?:me|click)/)"
    r"\S{0,200}"
    r"|\b(?:telegram|signal|whatsapp|viber|wechat|messenger)\b\W{0,4}(?:id|name|account)?\W{0,4}"
    r"@\w{3,40}",
    re.IGNORECASE,
)
_STREET = r"(?:Street|St\.|Road|Rd\.|Lane|Avenue|Ave\.)(?![\w.])"
_SIGNS = {
    "an identity-card number": re.compile(
        rf"\d{{1,2}}\s?/\s?{_LETTER}(?:[\s.]?{_LETTER}){{1,23}}\s?\(\s?{_LETTER}{{1,12}}\s?\)"
        r"\s?[\s-]?\d{6}(?!\d)"
        r"|\((?:N|C|E|P|T|Naing|နိုင်|ဧည့်|ပြု)\)\s?\d{6}(?!\d)",
        re.IGNORECASE,
    ),
    "a number of the army or the police": re.compile(
        r"\b(?:BC|B\.C\.|Kyi|(?:army|service|military|police|personal)\s(?:ID|number|no\.?))"
        r"[\s:./#-]{0,3}\d{4,7}(?!\d)"
        r"|(?:ကြည်း|ဘီစီ|ကိုယ်ပိုင်အမှတ်)[\s:./()-]{0,3}\d{4,7}(?!\d)"
    ),
    "a telephone number": re.compile(
        rf"(?<![\w.,/-])(?:\+|00)\d(?:{_GAP}{{0,2}}\d){{7,13}}(?!\w)"
        r"|(?<![\w.,/-])\(?0\d(?:\)?[\s.\u2010-\u2015-]?\d){6,10}(?![\w/])"
        # The codes of Myanmar and of its neighbours, written without a plus.
        r"|(?<![\w.,/-])(?=[\d\s-]{0,9}\d{3})"
        r"(?:95[\s-]?9|66[\s-]?[689]|91[\s-]?[6-9]|880[\s-]?1|856[\s-]?20|86[\s-]?1|60[\s-]?1)"
        r"(?:[\s\u2010-\u2015-]?\d){7,9}(?![\w/])"
    ),
    "a private e-mail address": PRIVATE_MAILBOX,
    "an e-mail address of a person": _MAILBOX,
    "a home address": re.compile(
        r"\b(?i:no\.?|house|flat|room|apartment|apt\.?)\s{0,3}\(?\d{1,5}[A-Za-z]?\)?,?\s{1,3}"
        r"(?:[\w.'’-]{1,30},?\s{1,3}){0,6}"
        r"(?i:street|st\.|road|rd\.|lane|ward|quarter|block|township)(?![\w])"
        rf"|(?<![\w.,/-])\d{{1,4}}(?:[/-]?[A-Z])?,?\s(?:[A-Z][\w.'’-]{{1,30}}\s){{1,3}}{_STREET}"
        r"|\b(?:Ward|Quarter)\s(?:No\.?\s?)?\(?\d{1,2}\)?,?\s[A-Z]\w{1,30}"
        r"|\(?\d{1,2}\)?\s(?:Ward|Quarter),?\s[A-Z]\w{1,30}"
        r"|အမှတ်\s{0,3}\(?\d{1,5}\)?[^\n]{0,60}(?:လမ်း|ရပ်ကွက်)"
        r"|\d{1,4}[^\n]{0,40}လမ်း[^\n]{0,40}ရပ်ကွက်"
    ),
}


_NAME = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|H\.?\s?E|Hon|Amb|Daw|U|Ko|Ma|Maung|Saw|Naw"
    r"|Sai|Nang|Salai|Mai|Nai)\b\.?\s+(?!of\b)[A-Z][a-z’'-]+"
    r"|\b(?:Ambassador|Senator|Congressman|Congresswoman|Commissioner|Colonel)\s+"
    r"(?!General|Designate|Extraordinary|Office)[A-Z][a-z’'-]+"
    r"|(?:ဒေါ်|ဦး|ဒေါက်တာ)\s?[\u1000-\u1021]"
)
"""How a person is mostly named. It finds no name without a title."""


def a_person(words: str) -> str:
    """What looks like somebody's name; empty where nothing does."""
    found = _NAME.search(words)
    return found.group().strip() if found else ""


def pointers(words: str) -> Iterator[tuple[str, str]]:
    """What was found, and the words that look like it."""
    plain = _plain(words)
    for match in _ACCOUNT.finditer(plain):
        yield "a private account", match.group().strip()
    plain = _WEB_ADDRESS.sub(" ", plain)
    for what, sign in _SIGNS.items():
        for match in sign.finditer(plain):
            yield what, match.group().strip()


def _plain(words: str) -> str:
    """Digits of any script as 0 to 9, and nothing that is not seen."""
    if words.isascii():
        return words
    return "".join(
        str(decimal(letter)) if letter.isdecimal() else letter
        for letter in words
        if category(letter) != "Cf"
    )


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
