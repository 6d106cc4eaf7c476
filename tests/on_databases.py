"""On which databases a test runs, as the parameters of its `database_kind`."""

import pytest

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
POSTGRESQL_WHEN_DEEP = [
    "sqlite",
    pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.deep]),
]
ON_BOTH = pytest.mark.parametrize("database_kind", BOTH, indirect=True)
ON_BOTH_DEEP = pytest.mark.parametrize("database_kind", POSTGRESQL_WHEN_DEEP, indirect=True)
