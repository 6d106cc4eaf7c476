"""One leave-behind and one full pack of twelve pages, cold, warm, and with one section changed,
beside the plain WeasyPrint command and Chromium on the same pages in the same run.
`python tests/bench/bench_print.py [--runs N] [--renders N] [--json]`

The figures are medians of wall-clock seconds; cold starts a process for each run. A warm run
has other words in every section, so that none of them was kept. With `--renders` that many packs
are printed by one child, and the memory it held is told.
"""

import argparse
import importlib.util
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from exports.engine import STYLE
from exports.faces import LATIN
from exports.printing import Press, Printed
from exports.rendering import full_pack_sections, leave_behind_html

HOUSE = Path(__file__).resolve().parents[2]
FONTS = HOUSE / "exports" / "fonts"
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
Sections = list[tuple[str, str]]
FRESH = count(1)


def sample_packs() -> dict[str, Sections]:
    where = HOUSE / "tests" / "exports" / "conftest.py"
    spec = importlib.util.spec_from_file_location("sample_packs", where)
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    brief = samples.full_sample()
    return {
        "leave-behind": [("", leave_behind_html(brief))],
        "full pack": list(full_pack_sections(samples.full_pack_sample(brief, grounds=1))),
    }


def printed(press: Press, sections: Sections) -> Printed:
    return press.print_sections(sections, "Sample", "en")


def reworded(sections: Sections, only: str = "") -> Sections:
    """With words in them that were never printed before: in each, or in one."""
    word = f"sample {next(FRESH)}"
    return [
        (name, html.replace("</section>", f"<p>{word}</p></section>", 1) if only in name else html)
        for name, html in sections
    ]


def medians(runs: int, contenders: dict[str, Callable[[], object]]) -> dict[str, float]:
    """They take turns, so that a busy minute of the machine falls on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, work in contenders.items():
            began = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - began)
    return {name: round(statistics.median(taken), 3) for name, taken in seconds.items()}


def stand_alone(sections: Sections) -> str:
    """The same pages as one, with style and fonts inside, for engines that know neither."""
    style = "".join(face.rule for face in LATIN) + STYLE.read_text("utf-8")
    style = re.sub(r"asset:([\w.-]+)", lambda name: (FONTS / name[1]).as_uri(), style)
    start, _, _ = sections[0][1].partition("<article")
    bodies = (html[html.index("<article") : html.index("</body>")] for _, html in sections)
    return f"{start}{''.join(bodies)}</body></html>".replace(
        "</head>", f"<style>{style}</style></head>"
    )


def command(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def contenders_for(sections: Sections, press: Press, folder: Path) -> dict[str, Callable]:
    page, out = folder / "page.html", folder / "out.pdf"
    page.write_text(stand_alone(sections), "utf-8")

    def cold() -> None:
        with Press() as once:
            printed(once, sections)

    weasyprint = (sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1")
    contenders: dict[str, Callable[[], object]] = {
        "press cold": cold,
        "press warm": lambda: printed(press, reworded(sections)),
        "weasyprint command": lambda: command(*weasyprint, f"{page}", f"{out}"),
    }
    if len(sections) > 1:
        contenders |= {
            "one section changed": lambda: printed(press, reworded(sections, sections[4][0])),
            "nothing changed": lambda: printed(press, sections),
        }
    if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
        contenders["chromium"] = lambda: command(
            chromium, *CHROMIUM, f"--print-to-pdf={out}", page.as_uri()
        )
    return contenders


def figures(runs: int) -> dict[str, dict[str, float]]:
    told = {}
    for name, sections in sample_packs().items():
        with Press() as press, tempfile.TemporaryDirectory() as folder:
            last = printed(press, sections)
            contenders = contenders_for(sections, press, Path(folder))
            told[name] = medians(runs, contenders) | {
                "pages": last.pages,
                "PDF bytes": len(last.pdf),
                "child MiB": printed(press, sections).child_mib,
            }
    return told


def steadily(renders: int) -> dict[str, float]:
    """The most that one child has held, early and in the end."""
    packs = list(sample_packs().values())
    with Press(recycle_mib=10_000) as press:
        held = [printed(press, reworded(packs[number % 2])).child_mib for number in range(renders)]
        return {"after 30": held[min(29, renders - 1)], f"after {renders}": held[-1]}


RATIOS = (
    *(("press cold", "weasyprint command"), ("press cold", "chromium")),
    *(("press warm", "weasyprint command"), ("press warm", "chromium")),
    *(("one section changed", "press warm"), ("nothing changed", "press warm")),
)


def table(told: dict[str, dict[str, float]]) -> str:
    lines = []
    for name, figures in told.items():
        lines.append(name)
        lines += [f"  {what:<42}{said:>12}" for what, said in figures.items()]
        lines += [
            f"  {f'{one} / {other}':<42}{figures[one] / figures[other]:>12.2f}"
            for one, other in RATIOS
            if one in figures and other in figures
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--renders", type=int, default=0)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    found = figures(options.runs) if options.runs else {}
    if options.renders:
        found["MiB that one child held"] = steadily(options.renders)
    print(json.dumps(found, indent=2) if options.json else table(found))
