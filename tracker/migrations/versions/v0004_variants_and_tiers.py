"""Redactions, named audiences, sealed words, and decisions taken back"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import VARIANTS_AND_TIERS, complete, freeze

revision = "0004"
down_revision = "0003"

TIERS = ("S0", "S1", "S2", "S3")
FLAGS = (
    "graphic", "sexual violence", "child", "suicide", "slur", "third party named",
    "perpetrator named", "self-incrimination", "live operation", "relatives inside", "funding",
    "sites and routes", "numbers",
)  # fmt: skip
WITHHELD = ("place", "name", "unit", "number", "date", "route", "money", "detail")


def upgrade() -> None:
    op.create_table(
        "revocation",
        *_recorded("revocation"),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_revocation_says_why")),
        _to("revocation", "decision", "publisheddecision"),
    )
    op.create_table(
        "tierswitch",
        *_recorded("tierswitch"),
        sa.Column("tier", _words("tier", *TIERS), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("tier in ('S1', 'S3')", name=op.f("ck_tierswitch_can_be_off")),
    )
    op.create_table(
        "withheldspan",
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("withheld", _words("withheld", *WITHHELD), nullable=False),
        sa.CheckConstraint('"end" > start', name=op.f("ck_withheldspan_has_words")),
        _to("withheldspan", "variant", "variant"),
        sa.PrimaryKeyConstraint("variant", "start", name=op.f("pk_withheldspan")),
    )
    op.create_table(
        "clearedflag",
        sa.Column("variant", sa.Integer(), nullable=False),
        sa.Column("flag", _words("flag", *FLAGS), nullable=False),
        _to("clearedflag", "variant", "variant"),
        sa.PrimaryKeyConstraint("variant", "flag", name=op.f("pk_clearedflag")),
    )
    op.create_table(
        "namedaudience",
        sa.Column("tierchange", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        _to("namedaudience", "tierchange", "tierchange"),
        sa.PrimaryKeyConstraint("tierchange", "audience", name=op.f("pk_namedaudience")),
    )
    op.create_table(
        "namedperson",
        sa.Column("tierchange", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        _to("namedperson", "tierchange", "tierchange"),
        _to("namedperson", "person", "person"),
        sa.PrimaryKeyConstraint("tierchange", "person", name=op.f("pk_namedperson")),
    )
    for table, column in (
        ("revocation", "decision"), ("revocation", "recorded_by"), ("tierswitch", "recorded_by"),
    ):  # fmt: skip
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    freeze(op.get_bind(), VARIANTS_AND_TIERS)
    complete(op.get_bind())


def _recorded(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _to(table, "recorded_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=64)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
    )
