"""Whether the tests of the promises would notice: python mutations.py [WORD...].

Each entry breaks the product in one place, in a copy of the tree that is thrown away, and
its test has to fail there. The same test has to pass in the copy before anything is broken,
or its failing would say nothing. An entry whose words do not stand in the file, once, is a
failure of its own. WORD chooses the entries that have it in their promise or their test.

It prints the table that docs/mutations.md has, and exits 1 if anything went unnoticed.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
DOCUMENT = ROOT / "docs" / "mutations.md"
LONGEST = 3600
"""Seconds that a test may take, and all of them together before anything is broken."""
FAILED = 1
"""What pytest exits with where a test failed; a test that does not even begin is another."""
INTRODUCTION = """# Whether the tests of the promises would notice

For each promise the product was broken on purpose, in a copy that is thrown away, and the test
named beside it failed. `./test mutations` does it again and writes this page if every one was
noticed; the entries are in `tests/tracker/promises/mutations.py`.

"""

NOT_NOTICED = """
What was broken as well, and not noticed by the test named here:

- bad imports, 60 files: letters in another encoding that are not refused where they are read,
  and what is no letter that is not refused there;
- crash, 2 kills: a write that is no transaction. 200 kills notice;
- renderer, every eighth vector: the engine's fetcher hands out any file. The child that it runs in
  is kept from opening one;
- model test, 6 runs: an embargo of one quote that the SQL form passes over.
"""


@dataclass(frozen=True)
class Mutation:
    """`test` is a node below tests/tracker/promises, or a whole path."""

    promise: str
    what: str
    file: str
    old: str
    new: str
    test: str

    @property
    def node(self) -> str:
        return self.test if "/" in self.test.partition("::")[0] else f"{SUITE}/{self.test}"


SUITE = "tests/tracker/promises"
MUTATIONS = (
    Mutation(
        "who may what",
        "roles are not asked for",
        "tracker/web/policy.py",
        "    if connection.user.role not in policy.roles:\n",
        "    if False:\n",
        "test_who_may_what.py::test_nobody_is_let_in_where_the_policy_says_no[sqlite]",
    ),
    Mutation(
        "what stays inside",
        "withdrawn words are read by every role",
        "recommendations/gate.py",
        "    return not standing.withdrawn or role is Role.ADMINISTRATOR\n",
        "    return True\n",
        "test_canaries.py::test_pages_show_no_canary_to_whom_it_is_not_for[sqlite-one]",
    ),
    Mutation(
        "what stays inside",
        "words that were copied to another source are not recognised",
        "recommendations/records/copies.py",
        "        self._keep_binding()\n",
        "        self.same, self.own = {}, {}\n",
        "test_canaries.py::test_no_canary_leaves_as_the_news[sqlite]",
    ),
    Mutation(
        "gate",
        "an embargo of an original is forgotten in the SQL form",
        "recommendations/records/pairs.py",
        "            sa.select(self.originals.c.quote, self.originals.c.source),\n",
        "",
        "test_gate.py::test_each_reason_alone_keeps_a_quote_inside[sqlite]",
    ),
    Mutation(
        "history",
        "the marks of erased words stay",
        "recommendations/records/word_runs.py",
        "        session.execute(sa.delete(RUNS).where(mine))\n",
        "",
        "test_erasing.py::test_the_search_index_forgets_erased_words_to_the_last_byte[sqlite]",
    ),
    Mutation(
        "what stays inside",
        "a rank is shown however few share it",
        "recommendations/ladder.py",
        "ENOUGH = 5\n",
        "ENOUGH = 1\n",
        "test_speakers.py::test_a_pack_tells_no_rank_that_fewer_than_five_share"
        "[sqlite-rungs0-A person with direct knowledge-]",
    ),
    Mutation(
        "form and API fuzz",
        "numbers of any length are taken for a record's",
        "tracker/web/form.py",
        " and len(text) < 10 else None",
        " else None",
        "test_hostile_forms.py::test_no_search_is_too_long_and_no_number_too_large[sqlite]",
    ),
    Mutation(
        "model test",
        "what nobody opened may leave",
        "recommendations/records/leaving.py",
        "        *_kept_by_tier(audience, pairs, tiers),\n",
        "",
        "test_model.py::test_the_record_says_what_a_plain_model_of_it_says[6-short]",
    ),
    Mutation(
        "model test",
        "a review moves nothing of what is kept",
        "recommendations/register/touched.py",
        "        changed[kind].add(id)\n    return changed\n",
        "        pass\n    return changed\n",
        "tests/recommendations/test_counting.py"
        "::test_what_is_moved_by_a_write_is_what_would_be_read_anew[sqlite-4]",
    ),
    Mutation(
        "model test",
        "a position moves nothing of what is kept",
        "recommendations/register/touched.py",
        "    return Touched(calls, bool(said))\n",
        "    return Touched(calls, False)\n",
        "tests/recommendations/test_counting.py"
        "::test_what_is_moved_by_a_write_is_what_would_be_read_anew[sqlite-4]",
    ),
    Mutation(
        "model test",
        "consent that was taken back is asked for no more",
        "recommendations/consenting.py",
        "    if standing.consent is ConsentState.WITHDRAWN:\n",
        "    if False:\n",
        "test_model.py::test_the_record_says_what_a_plain_model_of_it_says[6-short]",
    ),
    Mutation(
        "gate",
        "an embargo ends a day early in SQL",
        "recommendations/records/leaving.py",
        "col(Embargo.until) >= today",
        "col(Embargo.until) > today",
        "test_gate.py::test_each_reason_alone_keeps_a_quote_inside[sqlite]",
    ),
    Mutation(
        "gate",
        "an import opens what it says is published",
        "recommendations/records/named.py",
        "in_force(change), sa.or_(~said_by_import(change), from_what_is_published(change.quote))",
        "in_force(change)",
        "test_gate.py::test_what_an_import_says_is_published_leaves_once_two_people_say_so[sqlite]",
    ),
    Mutation(
        "gate",
        "flags keep nothing inside",
        "recommendations/gate.py",
        "if level > allowed(flag, audience)]",
        "if level > 3]",
        "test_gate.py::test_each_reason_alone_keeps_a_quote_inside[sqlite]",
    ),
    Mutation(
        "verbatim",
        "one word of each quote is printed otherwise",
        "exports/citations.py",
        "without_note_numbers(quote.printed, quote.notes),",
        'without_note_numbers(quote.printed, quote.notes).replace(" the ", " that ", 1),',
        "test_printed.py::test_every_printed_quote_stands_in_its_source[sqlite-one]",
    ),
    Mutation(
        "two writers",
        "who writes does not take the lock at once",
        "tracker/database.py",
        '"BEGIN IMMEDIATE" if options.get("writes") else "BEGIN"',
        '"BEGIN"',
        "test_two_writers.py::test_no_change_is_lost_however_many_write_at_once[sqlite-4-10]",
    ),
    Mutation(
        "crash",
        "a write is no transaction",
        "tracker/database.py",
        '    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")\n',
        "",
        "test_crash.py::test_what_was_acknowledged_survives_a_crash[sqlite-200]",
    ),
    Mutation(
        "disk full, read-only disk",
        "a full disk is not said in words",
        "tracker/database.py",
        '    if "full" in said or "No space left" in said:\n',
        "    if False:\n",
        "test_disk.py::test_a_database_that_may_not_grow_takes_nothing_by_half[6]",
    ),
    Mutation(
        "damaged database",
        "damage is not told from other failures",
        "tracker/database.py",
        'DAMAGE = ("malformed", "not a database",',
        'DAMAGE = ("sample",',
        "test_damage.py::test_a_database_damaged_while_people_read_gives_sentences_and_no_failure",
    ),
    Mutation(
        "clock",
        "a clock before the newest record is believed",
        "tracker/clock.py",
        "        if lately and at < lately[0] - A_LITTLE:\n",
        "        if False:\n",
        "test_clock.py::test_every_page_answers_and_says_that_the_clock_is_odd[sqlite-1970]",
    ),
    Mutation(
        "pictures",
        "what a camera wrote beside the dots is kept",
        "recommendations/reading/repainting.py",
        "    return paper\n",
        "    paper.info = dict(image.info)\n    return paper\n",
        "test_pictures.py::test_of_a_picture_that_tells_something_only_the_dots_are_left[1]",
    ),
    Mutation(
        "readers",
        "a reader that hangs is not stopped",
        "recommendations/confined/child.py",
        "            alarm = threading.Timer(timeout, stop)\n",
        "            alarm = threading.Timer(timeout + 60, stop)\n",
        "test_readers.py::test_a_reader_that_a_file_has_taken_over_harms_nothing[sqlite]",
    ),
    Mutation(
        "bad imports",
        "what was written before a refusal is saved",
        "tracker/database.py",
        "        with self._writer() as session, session.begin():\n",
        '        with self._writer() as session, __import__("contextlib").ExitStack() as after:\n'
        "            after.callback(session.commit)\n",
        "test_bad_imports.py"
        "::test_a_malformed_file_leaves_nothing_half_saved_where_it_is_refused_late[sqlite]",
    ),
    Mutation(
        "bad imports",
        "a row of a register that is too short has every column",
        "recommendations/reading/fates.py",
        '        return line.cells[number - 1].strip() if 0 < number <= len(line.cells) else ""\n',
        '        return line.cells[number - 1].strip() if number else ""\n',
        "test_bad_registers.py"
        "::test_a_malformed_register_is_stored_whole_or_refused_with_its_reason[sqlite-42]",
    ),
    Mutation(
        "bad imports",
        "a reader ends with the first source that it cannot read",
        "recommendations/reading/reader.py",
        "    except Unreadable as refused:\n",
        "    except ZeroDivisionError as refused:\n",
        "test_bad_sources.py"
        "::test_a_malformed_source_is_stored_whole_or_refused_with_its_reason[sqlite-pdf-40]",
    ),
    Mutation(
        "hostile rendering",
        "a page that hangs is not stopped in time",
        "recommendations/confined/child.py",
        "            alarm = threading.Timer(timeout, stop)\n",
        "            alarm = threading.Timer(timeout + 60, stop)\n",
        "tests/exports/test_printing.py"
        "::test_a_page_that_hangs_is_stopped_in_time_and_the_next_one_prints",
    ),
    Mutation(
        "renderer",
        "any file may be fetched",
        "exports/engine.py",
        '        if scheme != "asset" or name not in _asset_names():\n',
        '        if scheme != "asset":\n',
        "tests/exports/test_pdf.py::"
        "test_an_address_outside_the_package_ends_the_printing[asset:/etc/passwd]",
    ),
    Mutation(
        "PDF metadata",
        "the tool is named",
        "exports/conformance.py",
        '    del pdf.info["Producer"]\n',
        "",
        "test_printed.py::test_a_file_says_its_title_language_and_organisation_and_nothing_else"
        "[sqlite-one]",
    ),
    Mutation(
        "history",
        "records are not held against their links",
        "recommendations/records/chain.py",
        "    yield from _records_against(session, last)\n",
        "",
        "test_history.py::test_random_tamperings_are_found[sqlite-30]",
    ),
    Mutation(
        "history",
        "what is said about erased words stays",
        "recommendations/records/tombstones.py",
        "                made.emptied(row, *columns)\n",
        "                pass\n",
        "test_erasing.py::test_what_is_left_are_tombstones_and_everything_else_is_found_again"
        "[sqlite]",
    ),
    Mutation(
        "restore",
        "a backup of another kind of database is taken",
        "tracker/keeping/trying.py",
        "    if manifest.database != here:\n",
        "    if False:\n",
        "test_restore.py::test_a_backup_that_does_not_fit_is_refused_in_words"
        "_and_changes_nothing[sqlite]",
    ),
    Mutation(
        "restore",
        "what restricts is not recorded again",
        "tracker/keeping/restricting_again.py",
        "    if one.what is What.SWITCH:\n",
        "    if one.what is not What.SWITCH:\n        return False\n    else:\n",
        "tests/tracker/keeping/test_restricting.py"
        "::test_what_restricts_holds_after_a_backup_from_before_is_restored[sqlite]",
    ),
    Mutation(
        "logs",
        "whole addresses are logged",
        "tracker/web/door.py",
        "                    route=route(request),\n",
        "                    route=request.url.path,\n",
        "test_logs.py::test_logs_hold_no_quotes_tokens_passwords_or_addresses[sqlite]",
    ),
    Mutation(
        "spreadsheet formulas",
        "cells of a CSV file are written as they are",
        "exports/spreadsheets.py",
        "    if isinstance(cell, str) and is_formula_like(cell):\n",
        "    if False:\n",
        "test_formulas.py::test_no_cell_of_a_data_file_begins_a_formula[sqlite]",
    ),
    Mutation(
        "what stays inside",
        "words of a quote that stays inside are let into a covering note",
        "exports/dispatch.py",
        "    if inside := inside | _withheld(session, shared):\n",
        "    if inside := _withheld(session, shared):\n",
        "test_canaries.py::test_no_canary_is_in_a_mail_or_can_be_typed_into_one[sqlite]",
    ),
    Mutation(
        "what stays inside",
        "hidden words are left in the index of passages",
        "recommendations/records/passages.py",
        "    kept = hidden_words(session, {source.key}, None).places(source.key, source.text)\n",
        "    kept: tuple[Span, ...] = ()\n",
        "tests/recommendations/test_passages.py"
        "::test_withdrawn_words_are_found_in_no_passage_wherever_they_stand[sqlite]",
    ),
    Mutation(
        "what stays inside",
        "unsealed words are not put back into the index of passages",
        "recommendations/records/passages.py",
        "    tiers |= {quote for (quote,) in about(session, _CHANGED, said)}\n",
        "",
        "tests/recommendations/test_passages.py"
        "::test_sealed_words_are_in_no_passage_until_both_unseal_them[sqlite]",
    ),
    Mutation(
        "links",
        "a link outlives the words behind it",
        "tracker/web/pack_links.py",
        "        if edition.state is State.WITHDRAWN or held or service.odd_clock(session):\n",
        "        if edition.state is State.WITHDRAWN or service.odd_clock(session):\n",
        "test_links.py::test_whatever_is_withdrawn_stops_its_links_on_the_served_service"
        "[sqlite-quote]",
    ),
    Mutation(
        "deliveries",
        "a notice goes and nobody writes it down",
        "tracker/web/holders.py",
        "    delivering.write_to(session, by, today, written)\n",
        "",
        "test_holders.py::test_what_was_sent_is_on_record_and_every_holder_is_told_of_a"
        "_withdrawal[sqlite]",
    ),
    Mutation(
        "editions",
        "the hash of an edition leaves out what it says",
        "exports/freezing.py",
        "    return sha256(canonical(told).encode()).hexdigest()\n",
        "    return sha256(canonical(told)[:64].encode()).hexdigest()\n",
        "test_holders.py::test_what_was_issued_is_what_its_hash_says[sqlite]",
    ),
    Mutation(
        "telling people",
        "whoever looks at the same time sends the weekly mail as well",
        "tracker/accounts/weekly.py",
        "    return done.rowcount == 1\n",
        "    return True\n",
        "tests/tracker/test_digests.py::test_two_that_look_at_once_send_it_once[sqlite]",
    ),
    Mutation(
        "telling people",
        "after a restore the week before is told again",
        "tracker/accounts/weekly.py",
        "values(since=now(), began_at=None)",
        "values(began_at=None)",
        "tests/tracker/test_digests.py::test_a_restore_tells_nobody_twice[sqlite]",
    ),
    Mutation(
        "decisions of the board",
        "an editor may confirm them",
        "recommendations/reviewing.py",
        "    AudienceProfile, *DECIDED,\n",
        "    AudienceProfile,\n",
        "tests/recommendations/test_meetings_of_the_board.py"
        "::test_what_the_board_decided_is_confirmed_by_neither_an_editor_nor_its_author"
        "[sqlite-EMIL]",
    ),
    Mutation(
        "the advocacy year",
        "a date stands in calendars that nobody reviewed",
        "recommendations/register/year.py",
        "        if signed.reviewed_at is None:\n",
        "        if False:\n",
        "tests/recommendations/test_scheduling.py"
        "::test_a_date_is_in_calendars_once_a_second_person_agreed_to_it[sqlite]",
    ),
)


class Copy:
    """The tree as it is, uncommitted changes too, in a folder of its own. Its tests import
    the copy, not the installed package: that is looked at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        named = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(named, cwd=ROOT, capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        where = "import exports, recommendations, tracker as t; print(t.__file__)"
        found = self.run(["-c", where]).stdout.strip()
        if not Path(found).is_relative_to(folder):
            raise SystemExit(f"The tests would not run in the copy, but in {found}.")

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        inside = {"PYTHONPATH": str(self.folder)}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, **inside},
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )

    def test(self, *nodes: str) -> subprocess.CompletedProcess[str]:
        chosen = ["-n", "0", "-q", "-rpf", "-p", "no:cacheprovider", "-m", "deep or not deep"]
        return self.run(["-m", "pytest", *chosen, *nodes])

    def passing(self, nodes: Iterable[str]) -> frozenset[str]:
        said = self.test(*dict.fromkeys(nodes)).stdout
        return frozenset(re.findall(r"^PASSED (.+)$", said, re.MULTILINE))


def unnoticed(copy: Copy, one: Mutation, passing: frozenset[str]) -> str:
    """Why it does not count; empty where the test failed as it should."""
    file = copy.folder / one.file
    before = file.read_text()
    if before.count(one.old) != 1:
        return f"its words stand in {one.file} {before.count(one.old)} times"
    if one.node not in passing:
        return "the test does not pass, or is skipped, before anything is broken"
    try:
        file.write_text(before.replace(one.old, one.new))
        broken = copy.test(one.node)
    except subprocess.TimeoutExpired:
        return f"the test did not end within {LONGEST // 60} minutes"
    finally:
        file.write_text(before)
    if broken.returncode == FAILED and "\nFAILED " in broken.stdout:
        return ""
    return f"the test did not fail: {' '.join(broken.stdout.split())[-200:]}"


def row(one: Mutation) -> str:
    name = one.node.partition("::")[2].partition("[")[0].removeprefix("test_").replace("_", " ")
    file = one.node.partition("::")[0]
    return f"| {one.promise} | {one.what} | `{one.file}` | [{name}](../{file}) |\n"


def main(words: Sequence[str]) -> int:
    chosen = [
        one for one in MUTATIONS if not words or any(w in one.promise + one.node for w in words)
    ]
    if not chosen:
        raise SystemExit("No entry has these words.")
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="tracker-mutations-") as folder:
        copy = Copy(Path(folder).resolve())
        passing = copy.passing(one.node for one in chosen)
        for one in chosen:
            why = unnoticed(copy, one, passing)
            wrong += bool(why)
            print(f"{one.promise}: {one.what}: {f'NOT NOTICED, {why}' if why else 'noticed'}")
            sys.stdout.flush()
    print(f"{len(chosen)} ways to break it, {len(chosen) - wrong} noticed")
    if not wrong and chosen == list(MUTATIONS):
        day = f"{datetime.now(UTC):%Y-%m-%d}"
        head = "| promise | what was broken | where | what failed |\n| --- | --- | --- | --- |\n"
        told = f"{len(chosen)} of {len(chosen)} were noticed, {day}.\n\n"
        DOCUMENT.write_text(f"{INTRODUCTION}{told}{head}{''.join(map(row, chosen))}{NOT_NOTICED}")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
