"""Finding what is on record by its words. What a reader may not see is neither found nor
counted."""

from recommendations.records.wording import Kind
from recommendations.search.choosing import Choices, read_choices
from recommendations.search.finding import Found, Hit, find, find_quotes, find_sources
from recommendations.search.narrowing import WORDS_OF_KIND, Narrowed

__all__ = [
    "WORDS_OF_KIND",
    "Choices",
    "Found",
    "Hit",
    "Kind",
    "Narrowed",
    "find",
    "find_quotes",
    "find_sources",
    "read_choices",
]
