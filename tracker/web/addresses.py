"""What an address may name."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from recommendations.errors import NotFound
from recommendations.records.writing import LARGEST


def refuse_numbers_of_nothing(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """Raises NotFound for a number larger than a database counts: SQLite and PostgreSQL
    each fail on it in their own way, wherever it is looked up."""
    numbers = [v for v in connection.path_params.values() if isinstance(v, int)]
    if any(number >= LARGEST for number in numbers):
        raise NotFound("There is nothing by that number.")
