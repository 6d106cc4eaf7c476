"""The child of the press: confined, it prints one job after another.

`python -m exports.printer LIMIT_MIB [KEPT_SHEETS]`; a job is one frame of JSON, its answer one
frame of JSON and one of PDF.
"""

import gc
import json
import sys
import warnings
from typing import Any

from recommendations.confined.inside import answering, as_frame, confine, limit, peak_mib

GIVE_UP = 60
"""Seconds after which a job ends itself, should the press be gone."""
YOUNG = 150_000
"""Objects after which Python looks for those that are of no use any more, where it would do so
after 700: a quarter of the time of printing. A pack of twelve pages leaves about 100,000."""
ROOMS = ("exports", "recommendations", "templates")


def main(limit_mib: int, kept_sheets: int | None = None) -> None:
    limit(limit_mib)
    warnings.simplefilter("error")
    missing = confined_engine(kept_sheets)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)

    def answer(job: list[bytes]) -> list[bytes]:
        told, pdf = ({"missing": missing}, b"") if missing else work(json.loads(job[0]))
        return [as_frame(told), pdf]

    def settle() -> None:
        """What is remembered for long is not looked through after every job: that would take
        as long as the printing once it is hundreds of pages."""
        gc.collect()
        if kept_sheets is not None:
            gc.freeze()

    answering(answer, frames=1, give_up=GIVE_UP, afterwards=settle)


def confined_engine(kept_sheets: int | None = None) -> str:
    """What is missing for the engine to run, or nothing."""
    try:
        from exports.engine import engine  # noqa: PLC0415
    except OSError as failure:
        return str(failure).split(":")[0]
    confine("a pack", ROOMS)
    working = engine()
    if kept_sheets is not None:
        working.kept_sheets = kept_sheets
    return ""


def work(job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A job is what `exports.pdf.render_sections` takes."""
    from exports.engine import EngineRefused  # noqa: PLC0415
    from exports.pdf import render_sections  # noqa: PLC0415

    try:
        done = render_sections(**job)
    except EngineRefused as refusal:
        return {"refused": str(refusal), "peak_mib": peak_mib()}, b""
    except (MemoryError, RecursionError):
        return {"refused": "it needs too much memory", "peak_mib": sys.maxsize}, b""
    return {"pages": done.pages, "peak_mib": peak_mib()}, done.pdf


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
