"""OpenSearch nodes for the tests: each a process of its own on loopback, ended by its own id."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent / "target"
HEAP = "512m"
PATIENCE = 120.0
"""Seconds in which a node starts on a busy machine."""


RUNNING = "TEST_OPENSEARCH"
"""An environment variable with the address of a node that is to be used instead, as http://127.0.0.1:9200."""

_MEMORY = Path("/dev/shm")
"""A folder in memory, where there is one: a node writes to disk many times to make an index, and a test makes several."""


def missing() -> str:
    """Why no node can be started; empty when one can, or runs."""
    if os.environ.get(RUNNING) or (TARGET / "stamp").is_file():
        return ""
    return "no OpenSearch for the tests: ./test fetches one where Java and Maven can be had"


class Node:
    """One node; `start` takes settings of OpenSearch, beside those that every node of the tests has."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.http, self.transport = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self.http}"
        self._home = folder / name
        self._home.mkdir(parents=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, settings: Mapping[str, str]) -> None:
        known = {
            "cluster.name": "backfile-tests",
            "node.name": self.name,
            "path.home": str(self._home),
            "network.host": "127.0.0.1",
            "http.port": str(self.http),
            "transport.port": str(self.transport),
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        java = str(TARGET / "jdk" / "bin" / "java")
        flags = [f"-Xms{HEAP}", f"-Xmx{HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        words = [java, *flags, "-cp", f"{TARGET / 'classes'}{os.pathsep}{TARGET / 'lib'}/*", "TestNode"]
        with (self._home / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*words, *(f"{name}={value}" for name, value in {**known, **settings}.items())],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    def ask(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}{path}", timeout=10) as answer:
            return json.load(answer)

    def wait(self, nodes: int = 1, status: str = "yellow") -> None:
        """Until it is in a cluster of so many nodes and of this health. Raises TimeoutError with the end of its log."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError, ValueError):
                health = self.ask(
                    f"/_cluster/health?wait_for_nodes={nodes}&wait_for_status={status}&timeout=5s"
                )
                if not health["timed_out"]:
                    return
            if self._process and self._process.poll() is not None:
                break
            time.sleep(0.2)
        log = (self._home / "log").read_text(errors="replace")[-2000:]
        raise TimeoutError(f"{self.name} did not get to {status} with {nodes} nodes: {log}")

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """At once, as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            assert self._process.stdin
            self._process.stdin.close()
            self._process = None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Cluster:
    """So many nodes, each of which may be elected and holds data."""

    def __init__(self, folder: Path, number: int) -> None:
        self.nodes = [Node(folder, f"node-{n}") for n in range(number)]
        self._settings = {"discovery.type": "single-node"}
        if number > 1:
            self._settings = {
                "discovery.seed_hosts": ",".join(f"127.0.0.1:{node.transport}" for node in self.nodes),
                "cluster.initial_cluster_manager_nodes": ",".join(node.name for node in self.nodes),
            }

    def start(self, *nodes: Node) -> None:
        """These, or all, and wait until the cluster is whole."""
        for node in nodes or self.nodes:
            node.start(self._settings)
        for node in nodes or self.nodes:
            node.wait(len(self.nodes))

    def manager(self) -> Node:
        """The elected one, as the first node that answers knows it."""
        for node in self.nodes:
            with suppress(OSError):
                (elected,) = node.ask("/_cat/cluster_manager?format=json")
                return next(one for one in self.nodes if one.name == elected["node"])
        raise TimeoutError("no node answers")


@contextmanager
def running(number: int = 1) -> Iterator[Cluster]:
    """So many nodes, in a folder that goes with them. In memory it is also one that Java knows: it finds no root in a chroot."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        cluster = Cluster(Path(folder), number)
        try:
            cluster.start()
            yield cluster
        finally:
            for node in cluster.nodes:
                node.kill()


@cache
def shared() -> str:
    """The address of one node that all tests share, from when the first asks for it until they end."""
    if running_one := os.environ.get(RUNNING):
        return running_one.rstrip("/")
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running()).nodes[0].url
