"""Quotes that most likely bear on a recommendation: few, and each with its words.

Words in common count the more, the fewer quotes have them, and more where they stand
in the title or in a measure than where the recommendation only says what it is good
for. A quote is known by its own words, its heading, who introduces it how, and the
title of its section. Without a word of the recommendation's title it is no ground.
A person confirms.
"""

import math
import re
from collections import Counter
from dataclasses import replace

from recommendations.reading.english import COMMON
from recommendations.reading.parts import ProposedGround, ReadQuote, ReadRecommendation

_MOST = 8
_THRESHOLD = 8.2
"""About two rare words in common; set so that two in three proposals on the October
2024 report were judged right by hand."""
_WEIGHT = {"title": 2.0, "measure": 1.5, "rest": 0.5}
_SHARE_OF_BEST = 0.4
_ENDING = re.compile(
    r"(?<=\w{4})(?:ational|i[sz]ation|ations?|ingly|ments?|ings?|ness|ie[sd]|[eo]rs?|ive|ity|ion|"
    r"ed|es|ly|e|s|y)$"
)
_IRREGULAR = {"women": "woman", "men": "man", "children": "child", "wives": "wife"}


def with_grounds(
    recommendations: tuple[ReadRecommendation, ...], quotes: tuple[ReadQuote, ...]
) -> tuple[ReadRecommendation, ...]:
    words = [_stems(_said(quote)) for quote in quotes]
    used = Counter(stem for stems in words for stem in stems)
    rarity = {stem: math.log((1 + len(quotes)) / count) for stem, count in used.items()}
    return tuple(replace(one, grounds=_grounds(one, words, rarity)) for one in recommendations)


def _grounds(
    recommendation: ReadRecommendation, quotes: list[dict[str, str]], rarity: dict[str, float]
) -> tuple[ProposedGround, ...]:
    wanted = _wanted(recommendation)
    title = _stems(recommendation.title)
    scored = []
    for place, stems in enumerate(quotes):
        worth = {stem: wanted[stem] * rarity[stem] for stem in wanted.keys() & stems.keys()}
        score = sum(worth.values())
        if score >= _THRESHOLD and title.keys() & stems.keys():
            common = sorted(worth, key=lambda stem: (-worth[stem], stem))
            scored.append((score, place, tuple(stems[stem] for stem in common)))
    scored.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        ProposedGround(place, because)
        for score, place, because in scored[:_MOST]
        if score >= scored[0][0] * _SHARE_OF_BEST
    )


def _wanted(recommendation: ReadRecommendation) -> dict[str, float]:
    """How much each word of the recommendation counts."""
    wanted = dict.fromkeys(_stems(recommendation.words.said), _WEIGHT["rest"])
    for measure in recommendation.measures:
        wanted |= dict.fromkeys(_stems(measure.words.said), _WEIGHT["measure"])
    return wanted | dict.fromkeys(_stems(recommendation.title), _WEIGHT["title"])


def _said(quote: ReadQuote) -> str:
    around = (quote.heading, quote.words, quote.attribution)
    return " ".join([one.said for one in around if one] + list(quote.section[-1:]))


def _stems(said: str) -> dict[str, str]:
    """Stem to the word as it stands."""
    found: dict[str, str] = {}
    for word in re.findall(r"[a-z]{3,}", re.sub(r"['’]s\b", "", said.casefold())):
        if word not in COMMON and (stem := _stem(word)) not in COMMON:
            found.setdefault(stem, word)
    return found


def _stem(word: str) -> str:
    return _ENDING.sub("", _IRREGULAR.get(word, word))
