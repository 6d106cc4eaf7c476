"""Stylesheet, script, icon and the Burmese font, at addresses that change with their content;
and health."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from tracker.web.pages import ASSETS, asset, asset_path, path_of
from tracker.web.policy import Policy

KINDS = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"


class Assets(Controller):
    @get(
        "/assets/{version:str}/{name:str}",
        policy=Policy.ANYONE,
        while_locked=True,
        sync_to_thread=False,
        exclude_from_csrf=True,
    )
    def serve(
        self, request: Request[Any, Any, Any], version: FromPath[str], name: FromPath[str]
    ) -> Response[bytes]:
        if name not in ASSETS or asset_path(name) != path_of(request):
            raise NotFoundException
        raw, compressed, _ = asset(name)
        smaller = len(compressed) < len(raw)
        zipped = smaller and "gzip" in request.headers.get("accept-encoding", "")
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        if zipped:
            headers["content-encoding"] = "gzip"
        return Response(
            compressed if zipped else raw,
            media_type=KINDS[name.rpartition(".")[2]],
            headers=headers,
        )

    @get(
        "/health",
        policy=Policy.ANYONE,
        while_locked=True,
        sync_to_thread=False,
        media_type="text/plain",
    )
    def health(self) -> str:
        return "well\n"
