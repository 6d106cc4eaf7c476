"""Bringing a register in a real browser: for everyone, and on a phone."""

from pathlib import Path

import axe_core_python
import pytest

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
SAMPLE = """No;Recommendation;Addressee;Response
1;Put up sample lamps along the road;Sample Council;We agree
2;put up sample lamps along the road.;Sample Council;We agree
3;Close the sample gate – at night;Sample Council;We do not
"""


@pytest.fixture
def database_kind() -> str:
    """What a browser shows does not depend on the database."""
    return "sqlite"


@pytest.mark.deep
def test_every_step_is_for_everyone_and_fits_a_phone(opening, tmp_path) -> None:
    page = opening("AMARA", bypass_csp=True, viewport={"width": 360, "height": 740})
    found, wide = {}, {}

    def look(step: str) -> None:
        page.evaluate(AXE)
        run = "axe.run({resultTypes: ['violations']}).then(r => r.violations)"
        found[step] = [
            f"{v['id']}: {[node['html'][:120] for node in v['nodes'][:3]]}"
            for v in page.evaluate(run)
            if v["impact"] in {"serious", "critical"}
        ]
        wide[step] = page.evaluate("document.documentElement.scrollWidth")

    page.goto("/registers")
    look("bring")
    file = tmp_path / "sample.csv"
    file.write_bytes(SAMPLE.encode("mac-roman"))
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Letters").select_option("utf-8")
    page.get_by_role("button", name="go on").click()
    page.get_by_text("cannot be stored as it is read now").wait_for()
    look("wrong letters")
    page.get_by_label("Letters").select_option("mac-roman")
    page.get_by_role("button", name="go on").click()
    page.get_by_role("button", name="See what becomes of each row").click()
    page.get_by_text("Say who published it.").wait_for()
    look("columns")
    page.get_by_label("Kind").select_option("official statement")
    page.get_by_label("Publisher").fill("Sample Office")
    page.get_by_label("Published on").fill("2025-03-01")
    page.get_by_role("button", name="See what becomes of each row").click()
    page.get_by_text("Row 2 has the same words.").wait_for()
    look("rows")
    page.get_by_role("button", name="Store 2 recommendations").click()
    page.get_by_role("heading", name="sample").wait_for()
    assert {step: what for step, what in found.items() if what} == {}
    assert {step: width for step, width in wide.items() if width > 360} == {}
