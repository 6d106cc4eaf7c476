"""What axe-core finds on a page that a browser shows."""

from pathlib import Path

import axe_core_python
from playwright.sync_api import Page

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
EVERYTHING = "{resultTypes: ['violations']}"
CONTRAST = "{runOnly: ['color-contrast'], resultTypes: ['violations']}"


def serious(page: Page, rules: str = EVERYTHING) -> list[str]:
    """What is serious or critical, with whatever is folded opened. The browser has to be one
    that may run a script of ours: `bypass_csp`."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(AXE)
    return [
        f"{v['id']}: {[node['html'][:120] for node in v['nodes'][:3]]}"
        for v in page.evaluate(f"axe.run({rules}).then(r => r.violations)")
        if v["impact"] in {"serious", "critical"}
    ]
