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
BURMESE_LETTER = re.compile("[\u1000-\u1021]")


def language_name(code: str) -> str:
    """The code itself where no name is known here."""
    return NAMES.get(code.partition("-")[0], code)


def likely(text: str) -> str:
    """To be offered in a form, never stored unasked: the script says no more."""
    burmese = len(BURMESE_LETTER.findall(text))
    return "my" if burmese * 4 > len(text) else ""
