"""A table that may be in Zawgyi, kept as a person chooses; cells stay cells."""

from dataclasses import replace

from recommendations.arriving import Keep, Offer, chosen, offer
from recommendations.reading.table_parts import Line, Tabled


def offer_of(tabled: Tabled) -> Offer | None:
    """None where there is nothing to choose."""
    return offer(_text(tabled))


def looked_at(tabled: Tabled, choice: str) -> Tabled:
    """As it would be stored, while nobody has to have chosen yet."""
    return as_chosen(tabled, choice) if choice in set(Keep) else tabled


def as_chosen(tabled: Tabled, choice: str) -> Tabled:
    """Raises Refused where somebody has to choose first."""
    kept = chosen(_text(tabled), choice)
    if not kept.converted:
        return tabled
    left = iter(kept.text.split("\n"))
    lines = tuple(
        Line(
            line.number,
            tuple("\n".join(next(left) for _ in cell.split("\n")) for cell in line.cells),
        )
        for line in tabled.lines
    )
    return replace(tabled, lines=lines)


def _text(tabled: Tabled) -> str:
    return "\n".join(cell for line in tabled.lines for cell in line.cells)
