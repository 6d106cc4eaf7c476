"""Burmese as it comes in: which encoding a text is in, and its syllables.

“Unsure” is an answer: a text that is read in the wrong encoding says something else,
and a person decides with both before them.
"""

import re
import unicodedata
import warnings
from enum import StrEnum

from myanmartools import ZawgyiDetector

from recommendations import zawgyi


class Encoding(StrEnum):
    NOT_BURMESE = "not Burmese"
    UNICODE = "Unicode"
    ZAWGYI = "Zawgyi"
    UNSURE = "unsure"


BURMESE = re.compile("[\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9fe]")
_LETTERS = re.compile("[\u1000-\u103f\u1050-\u109f]")
_WORDS = re.compile("[^\\s\u104a\u104b]+")
_CONSONANT = "\u1000-\u1021\u1023-\u102a\u103f"
# Signs that only one of the two encodings leaves where they stand.
_ZAWGYI_ORDER = re.compile(
    f"(?:^|[^{_CONSONANT}\u103a-\u103e])\u1031|\u1039(?![{_CONSONANT}])|[\u1060-\u1064\u1066-\u106d"
    "\u1070-\u1074\u1076-\u107f\u1080-\u1086\u1088-\u108e\u1092-\u1097]"
)
_UNICODE_ORDER = re.compile(f"\u1031(?![{_CONSONANT}\u1031\u103b\u106a\u106b\u107e-\u1097])")
BORNE_OUT, LIKELY, SURE = 0.95, 0.999, 0.9999
"""How likely it has to be, where the order of its signs bears it out and where not;
more for Zawgyi, since what is taken for Zawgyi is offered changed."""
SHORTEST = 6
"""Letters of Burmese below which no statistics say anything."""

with warnings.catch_warnings():
    # It opens its table in a way that Python 3.11 and 3.12 advise against.
    warnings.simplefilter("ignore", DeprecationWarning)
    _detector = ZawgyiDetector()


def encoding_of(text: str) -> Encoding:
    """Of a line or a passage. Text that means the same in both counts as Unicode."""
    if not _LETTERS.search(text):
        return Encoding.UNICODE if BURMESE.search(text) else Encoding.NOT_BURMESE
    if zawgyi.to_unicode(text) == unicodedata.normalize("NFC", text):
        return Encoding.UNICODE
    words = _WORDS.findall(text)
    as_zawgyi = any(_ZAWGYI_ORDER.search(word) for word in words)
    as_unicode = any(_UNICODE_ORDER.search(word) for word in words)
    if (as_zawgyi and as_unicode) or len(_LETTERS.findall(text)) < SHORTEST:
        return Encoding.UNSURE
    likely = _detector.get_zawgyi_probability(text)
    if likely >= (BORNE_OUT if as_zawgyi else SURE) and not as_unicode:
        return Encoding.ZAWGYI
    if likely <= 1 - (BORNE_OUT if as_unicode else LIKELY) and not as_zawgyi:
        return Encoding.UNICODE
    return Encoding.UNSURE
