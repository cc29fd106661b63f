"""What goes wrong between an archive and its cluster: each said so that who can mend it knows."""

from __future__ import annotations

import base64
import socket
import time
from pathlib import Path

import pytest

from search.engines import open_index
from search.engines.opensearch.address import address_of, password_of
from search.engines.opensearch.layout import index_body
from search.errors import EngineMissing, IndexMissing, IndexProblem, SettingsError
from search.settings import Settings
from tests.articles import make_article
from tests.command import run
from tests.engines.opensearch.between import SELF_SIGNED, Asked, Said, between, error
from tests.engines.opensearch.conftest import SETTINGS, Node

ADDRESSES = {
    "opensearch+http://host:9200": "names no archive",
    "opensearch+http://host:9200/": "names no archive",
    "opensearch+http://host:9200/News": "small letters",
    "opensearch+http://host:9200/a/b": "names no archive",
    "opensearch+http://host:9200/a,b": "names no archive",
    "opensearch+http://host:9200/news-000001": "six digits",
    "opensearch+http://host:9200/news-state": "-state",
    "opensearch+http:///news": "names no host",
    "opensearch+http://host:port/news": "names no host",
    "opensearch+http://ho st/news": "names no host",
    "opensearch+https://ann:secret@host/news": "BACKFILE_OPENSEARCH_PASSWORD",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_names_nothing_is_the_user_s_to_mend(address: str) -> None:
    with pytest.raises(SettingsError, match=ADDRESSES[address]) as told:
        open_index(address, SETTINGS)
    assert "secret" not in str(told.value)


def test_an_address_is_the_same_however_it_is_written() -> None:
    """As the ledger lies where it says."""
    written = ("ann@Search.example/news", "ann@search.example:9200/news/", "%61nn@SEARCH.EXAMPLE/news")
    assert {address_of(f"opensearch+https://{text}").location for text in written} == {
        "opensearch+https://ann@search.example:9200/news"
    }
    several = address_of("opensearch+http://b%40c@[::1],Two:9300/news").location
    assert several == "opensearch+http://b%40c@[::1]:9200,two:9300/news"
    assert address_of(several).location == several


def test_a_file_can_hold_the_passwords_of_several_clusters(tmp_path: Path) -> None:
    file = tmp_path / "passwords"
    file.write_text(
        "machine one.example login ann password first\nmachine two.example login bo password 2nd\n"
    )
    settings = Settings(opensearch_password_file=str(file))
    assert password_of(settings, address_of("opensearch+https://ann@one.example/news")) == "first"
    assert password_of(settings, address_of("opensearch+https://bo@gone.example,two.example/news")) == "2nd"
    for other in ("ann@two.example", "ann@three.example"):
        with pytest.raises(SettingsError, match=r"no password of 'ann' at https://t"):
            open_index(f"opensearch+https://{other}/news", settings)
    file.write_text("machine one.example login ann word first")
    with pytest.raises(SettingsError, match="can't be read"):
        open_index("opensearch+https://ann@one.example/news", settings)


def _told(location: str, settings: Settings = SETTINGS) -> IndexProblem:
    """What is said to who reads, to who writes, and in the status."""
    with pytest.raises(IndexProblem) as told:
        open_index(location, settings)
    with pytest.raises(IndexProblem), open_index(location, settings, create=True).write():
        pass
    with pytest.raises(IndexProblem) as as_status:
        open_index(location, settings, create=True)
    assert str(as_status.value) == str(told.value) and told.value.exit_status == 3
    return told.value


def test_nobody_there() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    begun = time.monotonic()
    told = _told(f"opensearch+http://127.0.0.1:{port}/news")
    assert isinstance(told, EngineMissing) and time.monotonic() - begun < 20
    assert f"127.0.0.1:{port}" in str(told) and "Connection refused" in str(told) and "address" in str(told)
    told = _told("opensearch+http://nowhere.invalid/news")
    assert isinstance(told, EngineMissing) and "nowhere.invalid:9200" in str(told)


@pytest.mark.parametrize("said", [b"<html>", b"[]", b'"x"', b""])
def test_somebody_else_there(node: Node, said: bytes) -> None:
    for status in (200, 404, 500):
        with between(node.url, lambda _, status=status: Said(status, said)) as host:  # type: ignore[misc]
            told = _told(f"opensearch+http://{host}/news")
        assert isinstance(told, EngineMissing) and "No OpenSearch answers" in str(told)


REFUSED = {
    "password": (401, "security_exception", "unauthorized", "refuses .*'ann'.*BACKFILE_OPENSEARCH_PASSWORD"),
    "right": (
        403,
        "security_exception",
        "no permissions for [indices:data/read/get]",
        "'ann'.*no permissions.*right",
    ),
    "no manager": (
        503,
        "cluster_block_exception",
        "blocked by: [SERVICE_UNAVAILABLE/1/state not recovered];",
        "is starting",
    ),
    "closed": (
        403,
        "cluster_block_exception",
        "index [x] blocked by: [FORBIDDEN/4/index closed];",
        "lift the block",
    ),
    "busy": (429, "circuit_breaking_exception", "[parent] Data too large", "too busy.*Data too large"),
    "unknown": (
        400,
        "strange_exception",
        "strange",
        "refuses what it was asked .400, strange_exception: strange",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_cluster_refuses_is_told_with_who_can_act(node: Node, what: str) -> None:
    status, kind, reason, message = REFUSED[what]
    with (
        between(node.url, lambda _: error(status, kind, reason)) as host,
        pytest.raises(IndexProblem, match=message) as told,
    ):
        open_index(f"opensearch+http://ann@{host}/news", SETTINGS)
    assert told.value.exit_status == 3


def test_the_password_is_sent_and_never_shown(node: Node, tmp_path: Path) -> None:
    seen: list[str] = []

    def says(asked: Asked) -> Said:
        seen.append(asked.headers["Authorization"])
        return error(401, "security_exception")

    file = tmp_path / "password"
    file.write_text("from a file\n", encoding="utf-8")
    with between(node.url, says) as host:
        for settings in (
            Settings(opensearch_password="plain"),
            Settings(opensearch_password_file=str(file)),
        ):
            with pytest.raises(IndexProblem) as told:
                open_index(f"opensearch+http://a%40b@{host}/news", settings)
            assert "plain" not in f"{told.value}{settings!r}" and "from a file" not in str(told.value)
    sent = [base64.b64decode(one.removeprefix("Basic ")).decode() for one in dict.fromkeys(seen)]
    assert sent == ["a@b:plain", "a@b:from a file"]


@pytest.mark.parametrize("name", ["opensearch_password_file", "opensearch_ca"])
def test_a_file_that_can_t_be_used_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").write_bytes(b"\xff\xfe\xff")
    for file in ("nowhere", "empty"):
        with pytest.raises(SettingsError, match=name):
            open_index("opensearch+https://host/news", Settings(**{name: str(tmp_path / file)}))


def test_a_certificate_of_nobody_s_is_not_trusted_until_it_is_named(node: Node, name: str) -> None:
    with between(node.url, lambda _: None, secure=True) as host:
        location = f"opensearch+https://{host}/{name}"
        told = _told(location)
        assert isinstance(told, EngineMissing) and "self" in str(told) and "opensearch_ca" in str(told)
        index = open_index(
            location, Settings(opensearch_ca=str(SELF_SIGNED), opensearch_replicas=0), create=True
        )
        with index.rebuild() as batch:
            batch.put(make_article("a"))
        assert [*index.ids()] == ["a"]
        index.close()


def test_tls_and_none_are_told_apart(node: Node) -> None:
    assert "opensearch+http://" in str(_told(f"opensearch+https://{node.host}/news"))
    with between(node.url, lambda _: None, secure=True) as host:
        assert "opensearch+https://" in str(_told(f"opensearch+http://{host}/news"))


def test_a_red_cluster_is_told_and_nothing_is_lost(location: str, node: Node, name: str) -> None:
    index = open_index(location, SETTINGS, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("a"))
    index.close()
    body = index_body(SETTINGS)
    body["settings"]["index"]["routing.allocation.require._name"] = "nobody"
    node.ask("PUT", f"/{name}-000002?wait_for_active_shards=0", body)

    def swap(old: str, new: str) -> None:
        actions = [{"remove": {"index": old, "alias": name}}, {"add": {"index": new, "alias": name}}]
        node.ask("POST", "/_aliases", {"actions": actions})

    swap(f"{name}-000001", f"{name}-000002")
    status = index.status()
    assert not status.ok and "lacks" in status.message and "keeps the cluster" in status.message
    assert index.verify() and "red" in index.verify()[0]
    for ask in (lambda: index.get("a"), lambda: [*index.ids()], lambda: open_index(location, SETTINGS)):
        with pytest.raises(IndexProblem, match="lacks parts"):
            ask()
    swap(f"{name}-000002", f"{name}-000001")
    assert index.status().ok and [*index.ids()] == ["a"] and index.verify() == ()


def test_too_few_copies_are_told_and_do_no_harm(location: str, node: Node, name: str) -> None:
    index = open_index(location, SETTINGS, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("a"))
    node.ask("PUT", f"/{name}/_settings", {"index.number_of_replicas": 1})
    status = index.status()
    assert status.ok and status.articles == 1 and "too few copies of one part" in status.message


def test_an_archive_that_is_not_there(location: str) -> None:
    with pytest.raises(IndexMissing, match="reindex"):
        open_index(location, SETTINGS)


def test_the_command_says_it_in_one_line(node: Node, tmp_path: Path) -> None:
    for location, status in (
        ("opensearch+http://127.0.0.1:1/news", 3),
        (f"opensearch+{node.url}/test-nothing-here", 3),
        (f"opensearch+{node.url}/", 2),
    ):
        done = run(["search", "truce", "--index", location], tmp_path)
        assert done.returncode == status and done.stdout == ""
        assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("backfile: ")
