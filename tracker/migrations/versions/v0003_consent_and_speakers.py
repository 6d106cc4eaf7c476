"""Consent that a second person agrees to, and who said a quote"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import CONSENT, freeze

revision = "0003"
down_revision = "0002"

STATES = ("given", "limited", "unknown", "unreachable", "withdrawn", "deceased")
RUNGS = (
    "a person with direct knowledge", "a former member of the military", "a former officer",
    "a former colonel", "a former major", "a former captain", "a former lieutenant",
    "a former rank-and-file soldier", "a former warrant officer", "a former sergeant",
    "a former corporal", "a former private", "a former member of the police",
    "a former police officer in command", "a former police colonel", "a former police major",
    "a former police captain", "a former police lieutenant",
    "a former rank-and-file police officer", "a former police sergeant",
    "a former police corporal", "a former police constable",
)  # fmt: skip
REGIONS = (
    "Ayeyarwady Region", "Bago Region", "Chin State", "Kachin State", "Kayah State",
    "Kayin State", "Magway Region", "Mandalay Region", "Mon State", "Naypyidaw Union Territory",
    "Rakhine State", "Sagaing Region", "Shan State", "Tanintharyi Region", "Yangon Region",
)  # fmt: skip


BEFORE = sa.table(
    "consent",
    *(sa.column(name, sa.Integer()) for name in ("id", "recorded_by", "quote")),
    *(sa.column(name, sa.String()) for name in ("state", "purposes", "attribution", "language")),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("audiences", sa.JSON()),
    sa.column("review_on", sa.Date()),
)


def upgrade() -> None:
    """No page or command could record a consent before this. Should one be there, it is
    kept, and waits for a second person; one that was withdrawn keeps inside all the same."""
    connection = op.get_bind()
    before = connection.execute(sa.select(BEFORE).order_by(BEFORE.c.id)).mappings().all()
    op.drop_table("consent")
    consent = op.create_table(
        "consent",
        *_recorded("consent"),
        _word("state", "consent_state", STATES, nullable=False),
        sa.Column("purposes", sa.String(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        _word("attribution", "rung", RUNGS, nullable=True),
        sa.Column("with_region", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("opens", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "speaker",
        *_recorded("speaker"),
        sa.Column("code", sa.String(length=16), nullable=False),
        _word("rung", "rung", RUNGS, nullable=False),
        _word("region", "region", REGIONS, nullable=True),
        sa.CheckConstraint("code <> ''", name=op.f("ck_speaker_has_a_code")),
    )
    op.create_index(op.f("ix_speaker_code"), "speaker", ["code"], unique=False)
    for table in ("consent", "speaker"):
        for column in ("quote", "recorded_by"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    for row in before:
        connection.execute(consent.insert().values(**_kept(dict(row))))
    if before and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT setval('consent_id_seq', (SELECT max(id) FROM consent))")
        )
    freeze(connection, CONSENT)


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    attribution = row["attribution"] if row["attribution"] in RUNGS else None
    return row | {"attribution": attribution, "with_region": False, "opens": True}


def _word(name: str, kind: str, words: tuple[str, ...], nullable: bool) -> sa.Column[Any]:
    stored = sa.Enum(*words, name=kind, native_enum=False, create_constraint=True, length=64)
    return sa.Column(name, stored, nullable=nullable)


def _recorded(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f(f"fk_{table}_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f(f"fk_{table}_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
