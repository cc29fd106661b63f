"""An archive that stands under a path of its site, however the proxy before it hands that path on."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.index import Index
from search.settings import Settings
from tests.web.server import Server
from web.app import create_app

PAGES = (
    "/",
    "/search?q=truce&f.lang=en",
    "/a/pilots?q=truce",
    "/facet/source",
    "/help",
    "/nowhere",
    "/cite?id=pilots",
)


@pytest.fixture
def mounted(settings: Settings, index: Index) -> FlaskClient:
    return create_app(replace(settings, url="https://paper.example/archive/"), index).test_client()


@pytest.mark.parametrize("prefix", ["", "/archive"])
@pytest.mark.parametrize("address", PAGES)
def test_every_address_of_a_page_has_the_prefix(mounted: FlaskClient, prefix: str, address: str) -> None:
    tree = BeautifulSoup(mounted.get(prefix + address).get_data(), "html.parser")
    assert tree.h1
    for element in tree.select("[href], [src], form[action], button[formaction]"):
        target = urlsplit(
            str(element.get("href") or element.get("src") or element.get("action") or element["formaction"])
        )
        if target.netloc in ("", "paper.example") and target.path:
            assert target.path == "/archive" or target.path.startswith("/archive/"), element


def test_what_only_begins_like_the_prefix_is_no_part_of_it(mounted: FlaskClient) -> None:
    assert mounted.get("/archives/search").status_code == 404
    assert mounted.get("/archive").status_code == 200


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_the_nginx_example_works(tmp_path: Path, settings: Settings, index: Index, project: Path) -> None:
    example = (project / "docs/serving/nginx.conf").read_text(encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Server(Path(settings.index), url=f"http://127.0.0.1:{port}/archive")
    example = example.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}").replace(
        "listen 80;", f"listen 127.0.0.1:{port};"
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; pid {tmp_path}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {tmp_path}/b; proxy_temp_path {tmp_path}/p;"
        f" fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u; scgi_temp_path {tmp_path}/s;\n{example}\n}}",
        encoding="utf-8",
    )
    proxy = subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert proxy.poll() is None, proxy.communicate()[1]
                time.sleep(0.05)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/archive?q=truce") as page:
            tree = BeautifulSoup(page.read(), "html.parser")
        assert tree.select(".hit")
        for address in (tree.select_one(".hit a")["href"], tree.select_one("link[rel=stylesheet]")["href"]):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
                assert answer.status == 200
    finally:
        proxy.terminate()
        proxy.communicate()
        server.stop()
