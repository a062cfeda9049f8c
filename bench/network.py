"""Hosts on one machine: a network namespace each, with an address on one bridge. Needs root and iproute2."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parents[1]
BRIDGE, NET = "nssbr0", "10.77.0"
HOSTS = {
    "nss-db1": 11,
    "nss-db2": 12,
    "nss-db3": 13,
    "nss-web1": 21,
    "nss-web2": 22,
    "nss-jobs": 31,
}
"""The last number of each host's address; the databases have those of deploy/patroni.yml."""


def sh(*words: str | Path, check: bool = True) -> None:
    subprocess.run([str(w) for w in words], check=check, capture_output=not check)


def address(host: str) -> str:
    return f"{NET}.{HOSTS[host]}"


def lay(stack: ExitStack) -> None:
    """A bridge with an address for the driver, and a namespace with a cable to it for every host."""
    take_away()
    stack.callback(take_away)
    sh("ip", "link", "add", BRIDGE, "type", "bridge")
    sh("ip", "addr", "add", f"{NET}.1/24", "dev", BRIDGE)
    sh("ip", "link", "set", BRIDGE, "up")
    for name, n in HOSTS.items():
        sh("ip", "netns", "add", name)
        sh("ip", "link", "add", f"nssv{n}", "type", "veth", "peer", "name", "eth0", "netns", name)
        sh("ip", "link", "set", f"nssv{n}", "master", BRIDGE, "up")
        sh("ip", "-n", name, "addr", "add", f"{address(name)}/24", "dev", "eth0")
        sh("ip", "-n", name, "link", "set", "eth0", "up")
        sh("ip", "-n", name, "link", "set", "lo", "up")


def take_away() -> None:
    for name, n in HOSTS.items():
        sh("ip", "link", "del", f"nssv{n}", check=False)  # a namespace lives on as long as a process of it
        sh("ip", "netns", "del", name, check=False)
    sh("ip", "link", "del", BRIDGE, check=False)


def cable(host: str, state: str) -> None:
    """Pull the host's cable (`down`) or put it back (`up`)."""
    sh("ip", "link", "set", f"nssv{HOSTS[host]}", state)


def processes(host: str) -> list[int]:
    """Everything that runs on a host."""
    done = subprocess.run(["ip", "netns", "pids", host], capture_output=True, text=True, check=False)
    return [int(word) for word in done.stdout.split()]
