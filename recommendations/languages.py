"""Languages by their codes (BCP 47, as on the web), and their names in English."""

import re

CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
NAMES = {
    "my": "Burmese",
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "zh": "Chinese",
    "id": "Indonesian",
    "ja": "Japanese",
    "ko": "Korean",
    "kac": "Kachin",
    "km": "Khmer",
    "lo": "Lao",
    "ms": "Malay",
    "mnw": "Mon",
    "ksw": "S’gaw Karen",
    "shn": "Shan",
    "th": "Thai",
    "vi": "Vietnamese",
}
_SCRIPTS = {
    "my": re.compile("[\u1000-\u1021]"),
    "th": re.compile("[\u0e00-\u0e7f]"),
    "lo": re.compile("[\u0e80-\u0eff]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "ja": re.compile("[\u3040-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
}
_ENGLISH = re.compile(r"\b(?:the|of|and|to|that|which|was|were|has|with|for)\b")


def language_name(code: str) -> str:
    """The code itself where no name is known here."""
    return NAMES.get(code.partition("-")[0], code)


def likely(text: str) -> str:
    """To be offered in a form, never stored unasked: the script says no more, and little
    words that only English has."""
    text = text[:20_000]
    for code, letter in _SCRIPTS.items():
        if len(letter.findall(text)) * 4 > len(text):
            return code
    return "en" if len(_ENGLISH.findall(text)) * 12 > len(text.split()) > 11 else ""
