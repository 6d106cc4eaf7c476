"""One leave-behind, cold and warm, beside the plain WeasyPrint command and Chromium on
the same page in the same run. `python tests/bench/bench_print.py [--runs N] [--json]`

The figures are medians of wall-clock seconds; cold starts a process for each run.
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
from pathlib import Path

from exports.engine import STYLE
from exports.faces import LATIN
from exports.printing import Press
from exports.rendering import leave_behind_html

HOUSE = Path(__file__).resolve().parents[2]
FONTS = HOUSE / "exports" / "fonts"
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")


def sample_pack():
    where = HOUSE / "tests" / "exports" / "conftest.py"
    spec = importlib.util.spec_from_file_location("sample_packs", where)
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    return samples.full_sample()


def medians(runs: int, contenders: dict[str, Callable[[], object]]) -> dict[str, float]:
    """They take turns, so that a busy minute of the machine falls on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, work in contenders.items():
            began = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - began)
    return {name: round(statistics.median(taken), 3) for name, taken in seconds.items()}


def stand_alone(html: str) -> str:
    """The same page with its style and fonts inside, for engines that know neither."""
    style = "".join(face.rule for face in LATIN) + STYLE.read_text("utf-8")
    style = re.sub(r"asset:([\w.-]+)", lambda name: (FONTS / name[1]).as_uri(), style)
    return html.replace("</head>", f"<style>{style}</style></head>")


def figures(runs: int) -> dict[str, float]:
    pack = sample_pack()
    html = leave_behind_html(pack)

    def cold() -> None:
        with Press() as once:
            once.print_pdf(html, pack.title, pack.language)

    with Press() as press, tempfile.TemporaryDirectory() as folder:

        def warm():
            return press.print_pdf(html, pack.title, pack.language)

        warm()
        page, out = Path(folder, "page.html"), Path(folder, "out.pdf")
        page.write_text(stand_alone(html), "utf-8")
        contenders = {
            "HTML from the pack": lambda: leave_behind_html(pack),
            "press warm": warm,
            "press cold": cold,
            "weasyprint command": lambda: command(
                sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/ua-1", f"{page}", f"{out}"
            ),
        }
        if chromium := shutil.which("chromium") or shutil.which("google-chrome"):
            contenders["chromium"] = lambda: command(
                chromium, *CHROMIUM, f"--print-to-pdf={out}", page.as_uri()
            )
        told: dict[str, float] = dict(medians(runs, contenders))
        last = warm()
        return told | {"child MiB": last.child_mib, "PDF bytes": len(last.pdf)}


def command(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def table(told: dict[str, float]) -> str:
    lines = [f"{name:<28}{said:>12}" for name, said in told.items()]
    for ours in ("press cold", "press warm"):
        for other in ("weasyprint command", "chromium"):
            if other in told:
                lines.append(f"{ours} / {other:<18}{told[ours] / told[other]:>10.2f}")
    return "\n".join(lines)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    found = figures(options.runs)
    print(json.dumps(found, indent=2) if options.json else table(found))
