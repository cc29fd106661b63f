"""Someone else's site, on an origin of its own, with the archive's search box in its pages."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from web.widget.element import integrity

STRICT = (
    "default-src 'none'; script-src {archive}; connect-src {archive}; style-src 'none'; form-action {archive}"
)
"""As much as a page can forbid that still lets the box in."""
SCRIPT = '<script type="module" src="{archive}/widget/v1/news-search.js" integrity="{integrity}" crossorigin></script>'
FORM = (
    '<form action="{archive}/search"><label for="q">Search the archive</label>'
    '<input type="search" id="q" name="q"> <button>Search</button></form>'
)


class Paper:
    """A server of the pages that are put on it, each under a policy; any other address is not found."""

    archive = ""
    """The origin of the archive that its pages search."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, str]] = {}
        paper = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page, policy = paper.pages.get(self.path, ("", ""))
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: what matters here is what the browser says."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def put(self, body: str, policy: str = STRICT, root: str = 'lang="en"') -> str:
        """The address of a page with this body, which may say where the {archive} is."""
        script = SCRIPT.format(archive=self.archive, integrity=integrity())
        head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The Paper</title>{script}'
        body = body.replace("{archive}", self.archive)
        path = f"/{len(self.pages)}"
        page = f"<!doctype html><html {root}><head>{head}</head><body><main><h1>The Paper</h1>{body}</main></body></html>"
        self.pages[path] = (page, policy.format(archive=self.archive))
        return self.origin + path


def box(attributes: str = "", inside: str = FORM) -> str:
    return f'<news-search endpoint="{{archive}}/api/v1/search" {attributes}>{inside}</news-search>'
