"""Every fixed text of packs goes through the catalogues, and English stays as it was."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from exports import publishing, rendering
from exports.publishing import Issuer, Moment, draft
from exports.rendering import leave_behind_html
from exports.wording import DIGITS, IN_ENGLISH, Wording, catalogue, places, wording_in
from recommendations import rules
from recommendations.burmese import Encoding, encoding_of
from recommendations.ladder import half_year
from recommendations.vocabulary import Precision, Status
from tests.exports import fixed_texts
from tracker.service import Service
from tracker.settings import Settings

NAMED = {fixed_texts.name(path): path for path in fixed_texts.catalogue_files()}
IN_ENGLISH_ALONE = {
    "datasets.py",
    "editions.py",
    "publishing.py",
    "rendering.py",
    "texts.py",
    "word.py",
}
"""Modules that say fixed texts and have other words too: headings of data files, refusals."""
KNOWN = {
    message.id if isinstance(message.id, str) else message.id[0]
    for message in fixed_texts.collected()
    if message.id
}
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("name", NAMED)
def test_a_catalogue_has_every_fixed_text_of_packs_and_no_other(name: str) -> None:
    """`./test texts` brings it up to date."""
    assert fixed_texts.brought_up_to_date(NAMED[name]) == NAMED[name].read_bytes()


@pytest.mark.parametrize("name", NAMED)
def test_every_translation_is_whole(name: str) -> None:
    """With the places of its original and no other, as Unicode says it and without signs
    that nobody sees; numbers and days come in by their places."""
    language = NAMED[name].parts[-3]
    for message in catalogue(language):
        if not message.id:
            continue
        original = message.id if isinstance(message.id, str) else message.id[1]
        said = message.string if isinstance(message.string, str) else message.string[0]
        assert said, original
        assert places(said) == places(original), original
        assert unicodedata.is_normalized("NFC", said), original
        assert encoding_of(said) is not Encoding.ZAWGYI, original
        assert {unicodedata.category(letter) for letter in said} & {"Cf", "Cc", "Co", "Cn"} == set()
        assert said.translate(DIGITS[language]) == said or "SHA-256" in original, original


@pytest.mark.parametrize("path", fixed_texts.templates(), ids=fixed_texts.name)
def test_no_template_of_packs_has_words_of_its_own(path: Path) -> None:
    tree = Environment(autoescape=True).parse(path.read_text())
    bare = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    assert re.findall(r'(?:alt|aria-label|title|data-\w+)="[^"]*[^\W\d_][^"]*"', bare) == []
    text = re.sub(r'<style.*?</style>|<[^>]*>| lang="[^"]*"', "", bare)
    assert re.findall(r"[^\W\d_]{2,}", text) == []
    said = {
        id(call.args[0])
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "say"
    }
    words = [const.value for const in tree.find_all(nodes.Const) if id(const) not in said]
    assert [w for w in words if isinstance(w, str) and is_phrase(w) and w not in KNOWN] == []


@pytest.mark.parametrize(
    "path",
    [path for path in fixed_texts.code() if path.name not in IN_ENGLISH_ALONE],
    ids=fixed_texts.name,
)
def test_composing_says_nothing_past_the_catalogues(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert [found for found in phrases_of(tree) if is_phrase(found)] == []


def is_phrase(words: str) -> bool:
    """A sentence, a label or several words; not a code."""
    return bool(re.search(r"[a-z]{2,} [a-z]|^[A-Z][a-z]+ |^[A-Z].*[.:]$", words))


def phrases_of(tree: ast.AST) -> Iterator[str]:
    """Strings that are neither marked as a fixed text nor documentation nor a refusal."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and called(node.func) in fixed_texts.SAID_BY:
            yield from (
                found
                for part in (*node.args[2:], *(word.value for word in node.keywords))
                for found in phrases_of(ast.Expression(part))
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Raise):
            continue
        else:
            yield from phrases_of(node)


def called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


class Strict(Wording):
    """Refuses a fixed text that no catalogue can know."""

    def pattern(self, english: str) -> str:
        assert english in KNOWN
        return super().pattern(english)

    def translated(self, words: str) -> str:
        return words


def test_whatever_a_pack_says_is_known_to_the_catalogues(
    sample_database, samples, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(publishing, "wording_in", lambda *_: Strict())
    monkeypatch.setattr(rendering, "wording_of", lambda _: Strict())
    service = Service(Settings(home=tmp_path), sample_database)
    moment = Moment(DAY, service.closing(DAY), DAY)
    with sample_database.reading() as session:
        drafts = [
            draft(session, code, moment, Issuer("Sample", "", sample=True))
            for code in ("nug", "us", "asean")
        ]
    for pack in (*drafts, samples.full(), samples.fresh(), samples.full("Letter", 3)):
        assert leave_behind_html(pack)
        assert leave_behind_html(replace(pack, draft=False))
    service.close()


def test_english_is_said_as_on_the_pages() -> None:
    for until, status in product((None, DAY, date(2027, 1, 1)), Status):
        assert IN_ENGLISH.reading(status, until, date(2026, 12, 1)) == rules.reading(
            status, until, date(2026, 12, 1)
        )
    for statuses in combinations_with_replacement(Status, 3):
        assert IN_ENGLISH.together(statuses) == rules.together(statuses)
    for on, precision in product((None, DAY, date(2024, 6, 30)), Precision):
        told = IN_ENGLISH.source_date(on, precision)
        assert told == rules.spoken_source_date(on, precision)
        assert IN_ENGLISH.half_year(half_year(on, precision)) == half_year(on, precision)


def test_a_list_reads_as_one() -> None:
    assert [IN_ENGLISH.listed(["a", "b", "c"][:n]) for n in range(4)] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip


def test_braces_that_staff_wrote_are_no_places() -> None:
    said = IN_ENGLISH.say("{measure}: {reading}", measure="{reading}", reading="{x.__class__}")
    assert said == "{reading}: {x.__class__}"


def test_burmese_says_days_numbers_and_lists_in_its_own_way() -> None:
    burmese = wording_in("my")
    assert burmese.day(DAY) == "၂၀၂၆ ခုနှစ် နိုဝင်ဘာလ ၂၂ ရက်"
    assert burmese.source_date(DAY, Precision.MONTH) == "၂၀၂၆ ခုနှစ် နိုဝင်ဘာလ"
    assert burmese.source_date(DAY, Precision.YEAR) == "၂၀၂၆ ခုနှစ်"
    assert burmese.half_year("second half of 2025") == "၂၀၂၅ ခုနှစ် ဒုတိယနှစ်ဝက်"
    assert burmese.counted(2) == "၂"
    assert burmese.listed(["က", "ခ", "ဂ"]) == "က၊ ခ နှင့် ဂ"
    forms = ("{number} recommendation", "{number} recommendations")
    assert [IN_ENGLISH.count(*forms, n) for n in (1, 2)] == [
        "one recommendation",
        "two recommendations",
    ]


def test_what_staff_put_right_is_said_instead() -> None:
    burmese = wording_in("my", {"{number} {status}": "{number} {status}"})
    said = burmese.together([Status.COMPLETED, Status.NOT_BEGUN])
    assert said == "၁ မစတင်သေးပါ၊ ၁ ဆောင်ရွက်ပြီးစီးသည်"
