from datetime import date

import pytest

from recommendations.reading.dates import find_dates
from recommendations.vocabulary import Precision


@pytest.mark.parametrize(
    ("said", "on", "precision"),
    [
        ("2023.06.30", date(2023, 6, 30), Precision.DAY),
        ("2023. 07.06", date(2023, 7, 6), Precision.DAY),
        ("May 10, 2024", date(2024, 5, 10), Precision.DAY),
        ("Dec. 4, 2023", date(2023, 12, 4), Precision.DAY),
        ("11 June 2009", date(2009, 6, 11), Precision.DAY),
        ("October 2024", date(2024, 10, 31), Precision.MONTH),
        ("February 2024", date(2024, 2, 29), Precision.MONTH),
        ("2018", date(2018, 12, 31), Precision.YEAR),
        ("July 126, 2022", None, Precision.DAY),
        ("2023.02.30", None, Precision.DAY),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(said, on, precision):
    (found,) = find_dates(f"The Sample Times ({said}), p. 4")
    assert (found.on, found.precision) == (on, precision)


@pytest.mark.parametrize("said", ["Mayor 10", "no. 122", "pages 212–214", "1,500"])
def test_what_only_looks_like_a_date_is_none(said):
    assert find_dates(said) == []
