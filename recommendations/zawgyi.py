"""Zawgyi, the older encoding of Burmese, turned into Unicode.

Zawgyi stores what is seen: signs stand where they are drawn, and one sign has several
code points for its shapes. Unicode stores what is meant: a consonant, then its signs in
one order (Unicode Technical Note 11). Here each sign is named, then set in that order.
Whether a text is Zawgyi is another question, and whether it is converted is a person's.
"""

import re
import unicodedata

# Code points of Zawgyi that mean something else, or more, in Unicode.
_SAME_SIGN = {
    "\u1033": "\u102f", "\u1034": "\u1030", "\u1039": "\u103a", "\u103a": "\u103b",
    "\u103b": "\u103c", "\u103c": "\u103d", "\u103d": "\u103e", "\u105a": "\u102b\u103a",
    "\u1060": "\u1039\u1000", "\u1061": "\u1039\u1001", "\u1062": "\u1039\u1002",
    "\u1063": "\u1039\u1003", "\u1064": "\u1004\u103a\u1039", "\u1065": "\u1039\u1005",
    "\u1066": "\u1039\u1006", "\u1067": "\u1039\u1006", "\u1068": "\u1039\u1007",
    "\u1069": "\u1039\u1008", "\u106a": "\u1009", "\u106b": "\u100a", "\u106c": "\u1039\u100b",
    "\u106d": "\u1039\u100c", "\u106e": "\u100d\u1039\u100d", "\u106f": "\u100d\u1039\u100e",
    "\u1070": "\u1039\u100f", "\u1071": "\u1039\u1010", "\u1072": "\u1039\u1010",
    "\u1073": "\u1039\u1011", "\u1074": "\u1039\u1011", "\u1075": "\u1039\u1012",
    "\u1076": "\u1039\u1013", "\u1077": "\u1039\u1014", "\u1078": "\u1039\u1015",
    "\u1079": "\u1039\u1016", "\u107a": "\u1039\u1017", "\u107b": "\u1039\u1018",
    "\u107c": "\u1039\u1019", "\u107d": "\u103b", "\u107e": "\u103c", "\u107f": "\u103c",
    "\u1080": "\u103c", "\u1081": "\u103c", "\u1082": "\u103c", "\u1083": "\u103c",
    "\u1084": "\u103c", "\u1085": "\u1039\u101c", "\u1086": "\u103f", "\u1087": "\u103e",
    "\u1088": "\u103e\u102f", "\u1089": "\u103e\u1030", "\u108a": "\u103d\u103e",
    "\u108b": "\u1004\u103a\u1039\u102d", "\u108c": "\u1004\u103a\u1039\u102e",
    "\u108d": "\u1004\u103a\u1039\u1036", "\u108e": "\u102d\u1036", "\u108f": "\u1014",
    "\u1090": "\u101b", "\u1091": "\u100f\u1039\u100d", "\u1092": "\u100b\u1039\u100c",
    "\u1093": "\u1039\u1018", "\u1094": "\u1037", "\u1095": "\u1037",
    "\u1096": "\u1039\u1010\u103d",
    "\u1097": "\u100b\u1039\u100b", "\u104e": "\u104e\u1004\u103a\u1038",
}  # fmt: skip
"""By code point of Zawgyi: the signs of Unicode, each kinzi and stacked letter whole."""

_BEFORE = "\u1031\u103b\u107e-\u1084"
"""Drawn before the consonant: the vowel e, and medial ra in its widths."""
_CONSONANT = (
    "\u1000-\u1021\u1023-\u1027\u1029\u102a\u103f\u106a\u106b\u106e\u106f\u1086\u108f-\u1092\u1097"
)
_AFTER = (
    "\u102b-\u1030\u1032-\u103a\u103c\u103d\u105a\u1060-\u1069\u106c\u106d"
    "\u1070-\u107d\u1085\u1087-\u108e\u1093-\u1096"
)
_CLUSTER = re.compile(f"([{_BEFORE}]*)([{_CONSONANT}])([{_AFTER}]*)")
_LETTER = f"{_BEFORE}{_CONSONANT}{_AFTER}"
_DIGIT = "\u1040-\u1049"
# Typed for the letter that looks the same: beside a letter and no other digit, a letter.
_ZERO_FOR_WA = re.compile(
    f"(?<![{_DIGIT}])\u1040(?=[{_LETTER}])(?![{_DIGIT}])|(?<=[{_BEFORE}])\u1040"
)
_SEVEN_FOR_RA = re.compile(f"(?<![{_DIGIT}])\u1047(?=[{_AFTER}])|(?<=[{_BEFORE}])\u1047")
_OF_THE_SAID = re.compile("\u104e(?!\u1004)")
_SIGNS = re.compile("\u1004\u103a\u1039|\u1039.|.")

_KINZI, _ASAT, _YA = "\u1004\u103a\u1039", "\u103a", "\u103b"
_AA = "\u102b\u102c"
_ORDER = {
    sign: place
    for place, signs in enumerate(
        (
            "\u103b", "\u103c", "\u103d", "\u103e", "\u103a", "\u1031", "\u102d\u102e\u1032",
            "\u102f\u1030", _AA, "\u1036", "\u1037", "\u1038",
        ),
        start=2,
    )
    for sign in signs
}  # fmt: skip
_STACKED = 1
_TO_VOWEL = (("\u1025\u103a", "\u1009\u103a"), ("\u1025\u102c", "\u1009\u102c"))


def to_unicode(text: str) -> str:
    """What is no Burmese stays as it is. The result is in NFC, as Unicode is stored."""
    text = _ZERO_FOR_WA.sub("\u101d", text)
    text = _SEVEN_FOR_RA.sub("\u101b", text)
    text = _OF_THE_SAID.sub("\u104e\u1004\u1039\u1038", text)
    text = _CLUSTER.sub(lambda found: _cluster(*found.groups()), text)
    return unicodedata.normalize("NFC", text)


def _cluster(before: str, consonant: str, after: str) -> str:
    drawn = "".join(_SAME_SIGN.get(sign, sign) for sign in before + after)
    signs = list(dict.fromkeys(_SIGNS.findall(drawn)))
    kinzi = _KINZI if _KINZI in signs else ""
    rest = [sign for sign in signs if sign != _KINZI]
    ordered = sorted(rest, key=lambda sign: _place(sign, rest))
    whole = _SAME_SIGN.get(consonant, consonant) + "".join(ordered)
    for typed, meant in _TO_VOWEL:
        whole = whole.replace(typed, meant)
    return kinzi + whole


def _place(sign: str, among: list[str]) -> float:
    if sign[0] == "\u1039":
        return _STACKED
    if sign == _ASAT:
        return _place_of_asat(among)
    return _ORDER.get(sign, len(_ORDER))


def _place_of_asat(among: list[str]) -> float:
    """Before medial ya where it was typed before it; else after the vowel aa."""
    if _YA in among and among.index(_ASAT) < among.index(_YA):
        return _STACKED + 0.5
    if any(sign in _AA for sign in among):
        return _ORDER["\u102c"] + 0.5
    return _ORDER[_ASAT]
