"""The press reads the fonts of this package and nothing else, whatever a page asks for: a
real listener hears no call, and a log of what was opened names no other file."""

import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from exports.printing import HOUSE, Press, PrintFailed

pytestmark = pytest.mark.pdf
CANARY = "words-of-the-sample-file"
SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(content: str) -> str:
    return f'<svg {SVG} width="9" height="9"><title>x</title>{content}</svg>'


def style(rule: str) -> str:
    return f"<style>{rule}</style><p class=a>x</p>"


VECTORS = {
    "image": '<img src="{url}" alt="x">',
    "image set": '<img srcset="{url} 2x" src="{url}" alt="x">',
    "picture": '<picture><source srcset="{url}"><img src="{url}" alt="x"></picture>',
    "input": '<input type="image" src="{url}" alt="x">',
    "background": '<p style="background: url({url})">x</p>',
    "background of a table": '<table background="{url}"><tr><td background="{url}">x</table>',
    "list mark": '<ul><li style="list-style-image: url({url})">x</ul>',
    "content": style(".a::before {{ content: url({url}) }}"),
    "content of a mark": style("li::marker {{ content: url({url}) }}") + "<ul><li>x</ul>",
    "border image": '<p style="border: 3px solid; border-image: url({url}) 3">x</p>',
    "mask": '<p style="mask-image: url({url})">x</p>',
    "filter": '<p style="filter: url({url}#a)">x</p>',
    "cursor": '<p style="cursor: url({url}), auto">x</p>',
    "shape": '<p style="float: left; shape-outside: url({url})">x</p>',
    "variable": style(":root {{ --a: url({url}) }} .a {{ background: var(--a) }}"),
    "attribute": '<p style="background: attr(title url)" title="{url}">x</p>',
    "choice of images": '<p style="background: image-set(url({url}) 1x)">x</p>',
    "page": style("@page {{ background: url({url}) }}"),
    "margin of the page": style("@page {{ @top-left {{ content: url({url}) }} }}"),
    "import": style('@import url("{url}");'),
    "import of words": style('@import "{url}" screen;'),
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "other style sheet": '<link rel="alternate stylesheet" title="a" href="{url}">',
    "preload": '<link rel="preload" as="style" href="{url}"><link rel="prefetch" href="{url}">',
    "icon": '<link rel="icon" href="{url}">',
    "font": style("@font-face {{ font-family: f; src: url({url}) }} .a {{ font-family: f }}"),
    "font for some letters": style(
        "@font-face {{ font-family: f; src: url({url}); unicode-range: U+78 }}"
        ".a {{ font-family: f }}"
    ),
    "colour profile": style(
        "@color-profile --p {{ src: url({url}) }} .a {{ color: color(--p 1 0 0) }}"
    ),
    "object": '<object data="{url}" type="image/svg+xml">x</object>',
    "embed": '<embed src="{url}">',
    "frame": '<iframe src="{url}" srcdoc="&lt;img src={url}&gt;"></iframe>',
    "video": '<video poster="{url}" src="{url}"><track src="{url}"></video>',
    "sound": '<audio src="{url}" autoplay></audio>',
    "script": '<script src="{url}"></script>',
    "attachment": '<link rel="attachment" href="{url}">',
    "attached link": '<a rel="attachment" href="{url}">x</a>',
    "drawing image": drawing('<image href="{url}" width="9" height="9"/>'),
    "drawing image by the old name": drawing('<image xlink:href="{url}" width="9" height="9"/>'),
    "drawing use": drawing('<use href="{url}#a"/><use xlink:href="{url}#a"/>'),
    "drawing style": drawing("<style>@import url({url});</style>"),
    "drawing filter": drawing(
        '<filter id="f"><feImage href="{url}"/></filter><g filter="url(#f)"/>'
    ),
    "drawing fill": drawing('<rect width="9" height="9" fill="url({url}#a)"/>'),
    "drawing in an image": "<img alt=x src=\"data:image/svg+xml,<svg "
    + SVG.replace('"', "'")
    + "><image href='{url}' width='9' height='9'/></svg>\">",
    "entity in a drawing": "<img alt=x src=\"data:image/svg+xml,<!DOCTYPE a [<!ENTITY b SYSTEM "
    "'{url}'>]><svg " + SVG.replace('"', "'") + "><text y='9'>%26b;</text></svg>\">",
    "style in an address": '<link rel="stylesheet" href="data:text/css,@import url({url});">',
    "base": '<base href="{url}"><img src="a.png" alt="x">',
    "refresh": '<meta http-equiv="refresh" content="0; url={url}">',
}  # fmt: skip


WITHIN = {
    "cover": "<h1 id='cover'>x</h1>",
    "contents": '<a href="#last">x</a> <span data-page-of="last"></span>',
    "last": "<h2 id='last'>x</h2>",
}
"""The sections around the one that asks."""


class Listener(threading.Thread):
    """Counts whoever connects, by whatever protocol."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.at = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.calls = 0
        self.start()

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.socket.close()


@pytest.fixture
def opened(monkeypatch, tmp_path: Path) -> Path | None:
    """What the child of the press opens and connects to, as the system saw it."""
    strace = shutil.which("strace")
    if strace is None:
        return None
    log, script = tmp_path / "opened.log", tmp_path / "python"
    asked = "open,openat,connect,execve"
    script.write_text(
        f'#!/bin/sh\nexec {strace} -f -qq -e trace={asked} -o {log} {sys.executable} "$@"\n'
    )
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    return log


def said_by(press: Press, body: str, running: str = "") -> str:
    """All that can be read of what came out, if anything did: of a section between others,
    with that running along the margins."""
    head = f'<html lang="en"><head><title>Sample</title></head><body data-foot="{running}">'
    sections = [(name, f"{head}{said}<p>x</p></body></html>") for name, said in WITHIN.items()]
    sections.insert(2, ("asked", f"{head}{body}<p>x</p></body></html>"))
    try:
        pdf = press.print_sections(sections, "Sample", "en", data=f'["{running}"]').pdf
    except PrintFailed:
        return ""
    sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf)]
    return pdf.decode("latin-1") + "".join(sheets)


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.deep)])
def test_the_press_reads_nothing_but_the_fonts_of_this_package(
    listener: Listener, opened: Path | None, tmp_path: Path, figure, every: int
) -> None:
    """The short form has every eighth way to ask."""
    vectors = list(VECTORS.values())[::every]
    secret = tmp_path / "secret.css"
    secret.write_text(f"p::after {{ content: '{CANARY}' }} /* {CANARY} */")
    targets = [
        f"http://{listener.at}/a.svg",
        f"ftp://{listener.at}/a.css",
        f"//{listener.at}/a.png",
        rf"\\{listener.at}\share\a.png",
        secret.as_uri(),
        str(secret),
        f"asset:../../../..{secret}",
    ]
    sys_prefixes = tuple(os.path.realpath(p) + os.sep for p in (sys.prefix, sys.base_prefix))
    with Press() as press:
        assert "x" in said_by(press, "")
        began = lines_of(opened)
        asked = [vector.format(url=url) for vector in vectors for url in targets]
        read = [body for body in asked if CANARY in said_by(press, body)]
        read += [url for url in targets if CANARY in said_by(press, "<p>x</p>", running=url)]
        logged = lines_of(opened)[len(began) :]
    files, calls = files_in(logged), sum("connect(" in line for line in logged)
    ours = (f"{HOUSE}/exports/", f"{HOUSE}/templates/", "/tmp/press-", "/proc/self/")
    foreign = sorted({f for f in files if not f.startswith((*ours, *sys_prefixes))})
    figure(
        "renderer",
        f"{len(vectors)} vectors x {len(targets)} addresses in sections: {listener.calls} calls on "
        f"the network, {len(read)} files read; " + (
            f"{len(files)} files opened, {len(foreign)} of them not ours, {calls} connections tried"
            if opened else "what was opened was not logged, for want of strace"
        ),
    )  # fmt: skip
    assert (listener.calls, read, foreign, calls) == (0, [], [], 0)


def lines_of(log: Path | None) -> list[str]:
    return log.read_text().splitlines() if log and log.exists() else []


def files_in(lines: list[str]) -> list[str]:
    """What could be opened; a name that is not there gives nothing away."""
    found = [re.search(r'open(?:at)?\((?:[\w-]+, )?"([^"]+)".* = \d', line) for line in lines]
    return [match.group(1) for match in found if match]
