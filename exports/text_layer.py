"""Burmese on paper and in its text layer: where a line may break, and which words a run says.

Neither changes what is said: the marks for breaks are set in the page that is printed, and
taken out of everything that can be read back from it.
"""

from typing import Any

from recommendations.syllables import BURMESE, ZERO_WIDTH_SPACE, breakable


def mark_breaks(page: Any) -> None:
    """In what is set as lines: text, and the `data-` attributes that run along the margins.
    Titles are told, not set."""
    for element in page.iter():
        if element.text and not str(element.tag).endswith("title"):
            element.text = breakable(element.text)
        if element.tail:
            element.tail = breakable(element.tail)
        for name in element.keys():  # noqa: SIM118
            if name.startswith("data-"):
                element.set(name, breakable(element.get(name, "")))


def without_breaks(words: str) -> str:
    return words.replace(ZERO_WIDTH_SPACE, "") if BURMESE.search(words) else words


def actual_text(words: str) -> str:
    """What a run has to say beside its shapes: of Burmese all of it, since its shapes stand
    in another order than its letters and several share one; otherwise nothing."""
    return without_breaks(words) if BURMESE.search(words) else ""
