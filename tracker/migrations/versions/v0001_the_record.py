"""The record, the history and the accounts"""

import sqlalchemy as sa
from alembic import op

from tracker.migrations.append_only import enforce

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "chainhead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_chainhead_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chainhead")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "editor",
                "reviewer",
                "board",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_person_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
    )
    op.create_index(op.f("ix_person_recorded_by"), "person", ["recorded_by"], unique=False)

    op.create_table(
        "rawfile",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_rawfile")),
    )
    op.create_table(
        "account",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_person_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "audienceprofile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_audienceprofile_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audienceprofile")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_audienceprofile_code_version")),
    )
    op.create_index(
        op.f("ix_audienceprofile_recorded_by"), "audienceprofile", ["recorded_by"], unique=False
    )

    op.create_table(
        "briefingpack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_briefingpack_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefingpack")),
        sa.UniqueConstraint("profile", name=op.f("uq_briefingpack_profile")),
    )
    op.create_index(
        op.f("ix_briefingpack_recorded_by"), "briefingpack", ["recorded_by"], unique=False
    )

    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("of_kind", sa.String(length=40), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_change_counted_from_one")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_change_by_person")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
        sa.UniqueConstraint("hash", name=op.f("uq_change_hash")),
    )
    op.create_index(op.f("ix_change_of_id"), "change", ["of_id"], unique=False)
    op.create_index(op.f("ix_change_of_kind"), "change", ["of_kind"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "editor",
                "reviewer",
                "board",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_invitation_made_by_person")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_invitation")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("of_kind", sa.String(length=40), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "sent back",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_review_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(
        "ix_review_one_acceptance",
        "review",
        ["of_kind", "of_id"],
        unique=True,
        sqlite_where=sa.text("verdict = 'accepted'"),
        postgresql_where=sa.text("verdict = 'accepted'"),
    )
    op.create_index(op.f("ix_review_recorded_by"), "review", ["recorded_by"], unique=False)

    op.create_table(
        "search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("places", sa.String(), nullable=False),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column(
            "looked_for",
            sa.Enum(
                "position",
                "step",
                name="search_for",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("places <> ''", name=op.f("ck_search_names_places")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_search_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_recorded_by"), "search", ["recorded_by"], unique=False)

    op.create_table(
        "sent",
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("led_to", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_sent_person_person")),
        sa.PrimaryKeyConstraint("once", name=op.f("pk_sent")),
    )
    op.create_table(
        "signin",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_signin_person_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_signin")),
    )
    op.create_index(op.f("ix_signin_person"), "signin", ["person"], unique=False)

    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report",
                "official act",
                "official statement",
                "independent report",
                "news",
                "letter",
                "panel",
                "meeting note",
                name="source_kind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column(
            "precision",
            sa.Enum(
                "day",
                "month",
                "year",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("raw_sha256", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("extractor", sa.String(length=80), nullable=False),
        sa.Column("caveat", sa.String(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.CheckConstraint("title <> ''", name=op.f("ck_source_has_a_title")),
        sa.ForeignKeyConstraint(
            ["raw_sha256"], ["rawfile.sha256"], name=op.f("fk_source_raw_sha256_rawfile")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_source_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["replaces"], ["source.id"], name=op.f("fk_source_replaces_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_raw_sha256"), "source", ["raw_sha256"], unique=False)
    op.create_index(op.f("ix_source_recorded_by"), "source", ["recorded_by"], unique=False)

    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "note nobody refers to",
                "reference without a note",
                "one panel, two dates",
                "titles a letter apart",
                "empty title",
                "impossible date",
                "quotation never closed",
                "nearly the same web address",
                "web address that looks dead",
                name="discrepancy_kind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_discrepancy_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name=op.f("fk_discrepancy_source_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy")),
    )
    op.create_index(
        op.f("ix_discrepancy_recorded_by"), "discrepancy", ["recorded_by"], unique=False
    )
    op.create_index(op.f("ix_discrepancy_source"), "discrepancy", ["source"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("history_head", sa.String(length=64), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pack"], ["briefingpack.id"], name=op.f("fk_edition_pack_briefingpack")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_edition_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["edition.id"], name=op.f("fk_edition_supersedes_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("pack", "number", name=op.f("uq_edition_pack_number")),
    )
    op.create_index(op.f("ix_edition_pack"), "edition", ["pack"], unique=False)
    op.create_index(op.f("ix_edition_recorded_by"), "edition", ["recorded_by"], unique=False)

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("works", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_note_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_note_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("source", "number", name=op.f("uq_note_source_number")),
    )
    op.create_index(op.f("ix_note_recorded_by"), "note", ["recorded_by"], unique=False)
    op.create_index(op.f("ix_note_source"), "note", ["source"], unique=False)

    op.create_table(
        "publisheddecision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_publisheddecision_says_why")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_publisheddecision_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name=op.f("fk_publisheddecision_source_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publisheddecision")),
    )
    op.create_index(
        op.f("ix_publisheddecision_recorded_by"), "publisheddecision", ["recorded_by"], unique=False
    )
    op.create_index(
        op.f("ix_publisheddecision_source"), "publisheddecision", ["source"], unique=False
    )

    op.create_table(
        "quote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column(
            "fidelity",
            sa.Enum(
                "verbatim original",
                "official translation",
                "our translation",
                "interpreted and edited",
                "transcription",
                name="fidelity",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("testimony", sa.Boolean(), nullable=False),
        sa.Column("speaker_code", sa.String(length=16), nullable=False),
        sa.Column("official", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("section", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.CheckConstraint("exact <> ''", name=op.f("ck_quote_has_exact_words")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_quote_has_words")),
        sa.CheckConstraint("start >= 0", name=op.f("ck_quote_starts_in_the_text")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_quote_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_quote_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_recorded_by"), "quote", ["recorded_by"], unique=False)
    op.create_index(op.f("ix_quote_source"), "quote", ["source"], unique=False)

    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_section_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_section_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index(op.f("ix_section_recorded_by"), "section", ["recorded_by"], unique=False)
    op.create_index(op.f("ix_section_source"), "section", ["source"], unique=False)

    op.create_table(
        "addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("speaks_for_parent", sa.Boolean(), nullable=False),
        sa.Column("speaks_for_quote", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "since is null or until is null or since <= until", name=op.f("ck_addressee_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["addressee.id"], name=op.f("fk_addressee_parent_addressee")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_addressee_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["speaks_for_quote"], ["quote.id"], name=op.f("fk_addressee_speaks_for_quote_quote")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addressee")),
        sa.UniqueConstraint("code", name=op.f("uq_addressee_code")),
    )
    op.create_index(op.f("ix_addressee_recorded_by"), "addressee", ["recorded_by"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "given",
                "limited",
                "unknown",
                "unreachable",
                "withdrawn",
                "deceased",
                name="consent_state",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("purposes", sa.String(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_consent_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_consent_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_quote"), "consent", ["quote"], unique=False)
    op.create_index(op.f("ix_consent_recorded_by"), "consent", ["recorded_by"], unique=False)

    op.create_table(
        "editionquote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.id"], name=op.f("fk_editionquote_edition_edition")
        ),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_editionquote_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_editionquote_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editionquote")),
    )
    op.create_index(op.f("ix_editionquote_edition"), "editionquote", ["edition"], unique=False)
    op.create_index(op.f("ix_editionquote_quote"), "editionquote", ["quote"], unique=False)
    op.create_index(
        op.f("ix_editionquote_recorded_by"), "editionquote", ["recorded_by"], unique=False
    )

    op.create_table(
        "embargo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Integer(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(source is null) <> (quote is null)", name=op.f("ck_embargo_of_one_thing")
        ),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_embargo_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_embargo_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_embargo_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embargo")),
    )
    op.create_index(op.f("ix_embargo_quote"), "embargo", ["quote"], unique=False)
    op.create_index(op.f("ix_embargo_recorded_by"), "embargo", ["recorded_by"], unique=False)
    op.create_index(op.f("ix_embargo_source"), "embargo", ["source"], unique=False)

    op.create_table(
        "flagchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column(
            "flag",
            sa.Enum(
                "graphic",
                "sexual violence",
                "child",
                "suicide",
                "slur",
                "third party named",
                "perpetrator named",
                "self-incrimination",
                "live operation",
                "relatives inside",
                "funding",
                "sites and routes",
                "numbers",
                name="flag",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.CheckConstraint("level between 0 and 3", name=op.f("ck_flagchange_level_from_0_to_3")),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_flagchange_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_flagchange_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flagchange")),
    )
    op.create_index(op.f("ix_flagchange_quote"), "flagchange", ["quote"], unique=False)
    op.create_index(op.f("ix_flagchange_recorded_by"), "flagchange", ["recorded_by"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote"], ["quote.id"], name=op.f("fk_recommendation_quote_quote")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_recommendation_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["source.id"], name=op.f("fk_recommendation_source_source")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    op.create_index(
        op.f("ix_recommendation_recorded_by"), "recommendation", ["recorded_by"], unique=False
    )
    op.create_index(op.f("ix_recommendation_source"), "recommendation", ["source"], unique=False)

    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discrepancy", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["discrepancy"], ["discrepancy.id"], name=op.f("fk_resolution_discrepancy_discrepancy")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_resolution_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    op.create_index(op.f("ix_resolution_discrepancy"), "resolution", ["discrepancy"], unique=False)
    op.create_index(op.f("ix_resolution_recorded_by"), "resolution", ["recorded_by"], unique=False)

    op.create_table(
        "tierchange",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "S0",
                "S1",
                "S2",
                "S3",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("opens", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_tierchange_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_tierchange_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tierchange")),
    )
    op.create_index(op.f("ix_tierchange_quote"), "tierchange", ["quote"], unique=False)
    op.create_index(op.f("ix_tierchange_recorded_by"), "tierchange", ["recorded_by"], unique=False)

    op.create_table(
        "variant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "redaction",
                "translation",
                name="variant_kind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_variant_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_variant_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variant")),
    )
    op.create_index(op.f("ix_variant_quote"), "variant", ["quote"], unique=False)
    op.create_index(op.f("ix_variant_recorded_by"), "variant", ["recorded_by"], unique=False)

    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_withdrawal_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_withdrawal_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
    )
    op.create_index(op.f("ix_withdrawal_quote"), "withdrawal", ["quote"], unique=False)
    op.create_index(op.f("ix_withdrawal_recorded_by"), "withdrawal", ["recorded_by"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("institution", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("by", sa.Date(), nullable=True),
        sa.Column("quote", sa.Integer(), nullable=True),
        sa.Column("risk", sa.String(), nullable=False),
        sa.Column("safeguard", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee"], ["addressee.id"], name=op.f("fk_ask_addressee_addressee")
        ),
        sa.ForeignKeyConstraint(
            ["pack"], ["briefingpack.id"], name=op.f("fk_ask_pack_briefingpack")
        ),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_ask_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recommendation"],
            ["recommendation.id"],
            name=op.f("fk_ask_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_ask_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    op.create_index(op.f("ix_ask_pack"), "ask", ["pack"], unique=False)
    op.create_index(op.f("ix_ask_recorded_by"), "ask", ["recorded_by"], unique=False)

    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("quotable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee"], ["addressee.id"], name=op.f("fk_conversation_addressee_addressee")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_conversation_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_addressee"), "conversation", ["addressee"], unique=False)
    op.create_index(
        op.f("ix_conversation_recorded_by"), "conversation", ["recorded_by"], unique=False
    )

    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("letter", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "e-mail",
                "by hand",
                "link",
                "post",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("office", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(edition is null) <> (letter = '')", name=op.f("ck_delivery_of_edition_or_letter")
        ),
        sa.ForeignKeyConstraint(
            ["addressee"], ["addressee.id"], name=op.f("fk_delivery_addressee_addressee")
        ),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.id"], name=op.f("fk_delivery_edition_edition")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_delivery_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_addressee"), "delivery", ["addressee"], unique=False)
    op.create_index(op.f("ix_delivery_recorded_by"), "delivery", ["recorded_by"], unique=False)

    op.create_table(
        "ground",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("recommendation", sa.Integer(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_ground_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recommendation"],
            ["recommendation.id"],
            name=op.f("fk_ground_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_ground_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground")),
        sa.UniqueConstraint("quote", "recommendation", name=op.f("uq_ground_quote_recommendation")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_ground_quote"), "ground", ["quote"], unique=False)
    op.create_index(op.f("ix_ground_recommendation"), "ground", ["recommendation"], unique=False)
    op.create_index(op.f("ix_ground_recorded_by"), "ground", ["recorded_by"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recommendation", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "one-off",
                "continuing",
                name="measure_kind",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("done_when", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.CheckConstraint("label <> ''", name=op.f("ck_measure_has_a_label")),
        sa.CheckConstraint('"end" > start', name=op.f("ck_measure_has_words")),
        sa.ForeignKeyConstraint(
            ["recommendation"],
            ["recommendation.id"],
            name=op.f("fk_measure_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_measure_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["measure.id"], name=op.f("fk_measure_supersedes_measure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_measure_recommendation"), "measure", ["recommendation"], unique=False)
    op.create_index(op.f("ix_measure_recorded_by"), "measure", ["recorded_by"], unique=False)

    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "none found",
                "acknowledged",
                "different approach",
                "agreed in part",
                "agreed",
                "not accepted",
                name="position_value",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("says_done", sa.Boolean(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column(
            "supersession",
            sa.Enum(
                "news",
                "correction",
                "spelling",
                name="supersession",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "value <> 'agreed in part' or part <> ''", name=op.f("ck_position_names_the_part")
        ),
        sa.CheckConstraint("value <> 'none found'", name=op.f("ck_position_was_said")),
        sa.ForeignKeyConstraint(
            ["addressee"], ["addressee.id"], name=op.f("fk_position_addressee_addressee")
        ),
        sa.ForeignKeyConstraint(["base"], ["position.id"], name=op.f("fk_position_base_position")),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_position_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_position_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_position_addressee"), "position", ["addressee"], unique=False)
    op.create_index(op.f("ix_position_quote"), "position", ["quote"], unique=False)
    op.create_index(op.f("ix_position_recorded_by"), "position", ["recorded_by"], unique=False)

    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "named in the source",
                "passed onward by staff",
                name="call_origin",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["addressee"], ["addressee.id"], name=op.f("fk_call_addressee_addressee")
        ),
        sa.ForeignKeyConstraint(["measure"], ["measure.id"], name=op.f("fk_call_measure_measure")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_call_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("measure", "addressee", name=op.f("uq_call_measure_addressee")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_call_addressee"), "call", ["addressee"], unique=False)
    op.create_index(op.f("ix_call_measure"), "call", ["measure"], unique=False)
    op.create_index(op.f("ix_call_recorded_by"), "call", ["recorded_by"], unique=False)

    op.create_table(
        "positionmeasure",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure"], ["measure.id"], name=op.f("fk_positionmeasure_measure_measure")
        ),
        sa.ForeignKeyConstraint(
            ["position"], ["position.id"], name=op.f("fk_positionmeasure_position_position")
        ),
        sa.PrimaryKeyConstraint("position", "measure", name=op.f("pk_positionmeasure")),
    )
    op.create_index(
        op.f("ix_positionmeasure_measure"), "positionmeasure", ["measure"], unique=False
    )

    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "not yet assessed",
                "nothing found",
                "not begun",
                "first step",
                "partly in effect",
                "in effect",
                "completed",
                "no further step",
                "narrowed or undone",
                "acts to the contrary",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("true_on", sa.Date(), nullable=False),
        sa.Column("outside_powers_quote", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column(
            "supersession",
            sa.Enum(
                "news",
                "correction",
                "spelling",
                name="supersession",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_assessment_has_a_reason")),
        sa.CheckConstraint("status <> 'not yet assessed'", name=op.f("ck_assessment_is_a_finding")),
        sa.CheckConstraint(
            "until is null or until >= true_on", name=op.f("ck_assessment_until_after_true_on")
        ),
        sa.ForeignKeyConstraint(
            ["base"], ["assessment.id"], name=op.f("fk_assessment_base_assessment")
        ),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_assessment_call_call")),
        sa.ForeignKeyConstraint(
            ["outside_powers_quote"],
            ["quote.id"],
            name=op.f("fk_assessment_outside_powers_quote_quote"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_assessment_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assessment_call"), "assessment", ["call"], unique=False)
    op.create_index(op.f("ix_assessment_recorded_by"), "assessment", ["recorded_by"], unique=False)

    op.create_table(
        "choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pack", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=True),
        sa.Column("recommendation", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(call is null) <> (recommendation is null)", name=op.f("ck_choice_on_one_thing")
        ),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_choice_call_call")),
        sa.ForeignKeyConstraint(
            ["pack"], ["briefingpack.id"], name=op.f("fk_choice_pack_briefingpack")
        ),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_choice_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recommendation"],
            ["recommendation.id"],
            name=op.f("fk_choice_recommendation_recommendation"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_choice_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
    )
    op.create_index(op.f("ix_choice_pack"), "choice", ["pack"], unique=False)
    op.create_index(op.f("ix_choice_quote"), "choice", ["quote"], unique=False)
    op.create_index(op.f("ix_choice_recorded_by"), "choice", ["recorded_by"], unique=False)

    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minute", sa.String(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.CheckConstraint("minute <> ''", name=op.f("ck_closure_has_a_minute")),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_closure_call_call")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_closure_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["closure.id"], name=op.f("fk_closure_supersedes_closure")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
        sa.UniqueConstraint("call", "supersedes", name=op.f("uq_closure_call_supersedes")),
    )
    op.create_index(op.f("ix_closure_call"), "closure", ["call"], unique=False)
    op.create_index(op.f("ix_closure_recorded_by"), "closure", ["recorded_by"], unique=False)

    op.create_table(
        "searchcall",
        sa.Column("search", sa.Integer(), nullable=False),
        sa.Column("call", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call"], ["call.id"], name=op.f("fk_searchcall_call_call")),
        sa.ForeignKeyConstraint(
            ["search"], ["search.id"], name=op.f("fk_searchcall_search_search")
        ),
        sa.PrimaryKeyConstraint("search", "call", name=op.f("pk_searchcall")),
    )
    op.create_index(op.f("ix_searchcall_call"), "searchcall", ["call"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assessment", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "supports",
                "contradicts",
                "context",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["assessment"], ["assessment.id"], name=op.f("fk_evidence_assessment_assessment")
        ),
        sa.ForeignKeyConstraint(["quote"], ["quote.id"], name=op.f("fk_evidence_quote_quote")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_evidence_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("assessment", "quote", name=op.f("uq_evidence_assessment_quote")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_evidence_assessment"), "evidence", ["assessment"], unique=False)
    op.create_index(op.f("ix_evidence_quote"), "evidence", ["quote"], unique=False)
    op.create_index(op.f("ix_evidence_recorded_by"), "evidence", ["recorded_by"], unique=False)
    enforce(op.get_bind())
