"""A network of namespaces: one for each peer, its own uplink and downlink, and a switch between.

Links are shaped by token buckets (tc-tbf) at both ends, up where the peer sends and down where the
switch sends to it. There is no delay beyond that of the buckets' queues. Everything is named after
the process that made it, and removed when the context is left, or by the next who finds its maker
gone.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

NAMES = Path("/run/netns")
PREFIX = "fbench"


class NoNetwork(Exception):
    """The system does not let us make one."""


def ip(*words: object) -> str:
    return command("ip", *words)


def command(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
    if done.returncode != 0:
        raise NoNetwork(f"{' '.join(str(word) for word in words)}: {done.stderr.strip()}")
    return done.stdout


def ours() -> dict[str, int]:
    """All namespaces that a bench made, and the process that did."""
    found = {}
    for name in sorted(os.listdir(NAMES)) if NAMES.is_dir() else []:
        match = re.fullmatch(PREFIX + r"(\d+)-\w+", name)
        if match:
            found[name] = int(match[1])
    return found


def sweep() -> None:
    """Removes what benches left that were killed before they could."""
    for name, maker in ours().items():
        if not Path(f"/proc/{maker}").exists():
            remove(name)


def remove(name: str) -> None:
    """Removes a namespace with all that is in it, links included."""
    subprocess.run(["ip", "netns", "del", name], capture_output=True)


class Network:
    """Peers 0, 1, … at 10.77.x.y, and the switch, which the tracker can live on."""

    SWITCH = "10.77.255.254"

    def __init__(self, links: list[tuple[int, int]], queue_ms: int = 50):
        """`links`: bit/s up and down of each peer."""
        self.links = links
        self.queue_ms = queue_ms
        self.switch = f"{PREFIX}{os.getpid()}-switch"

    def __enter__(self) -> Network:
        sweep()
        try:
            self.build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name, maker in ours().items():
            if maker == os.getpid():
                remove(name)

    def name(self, peer: int) -> str:
        return f"{PREFIX}{os.getpid()}-{peer}"

    @staticmethod
    def address(peer: int) -> str:
        return f"10.77.{peer // 200}.{peer % 200 + 1}"

    def inside(self, peer: int, words: list[str]) -> list[str]:
        """The command that runs `words` as that peer."""
        return ["ip", "netns", "exec", self.name(peer), *words]

    def on_switch(self, words: list[str]) -> list[str]:
        return ["ip", "netns", "exec", self.switch, *words]

    def sent(self, peer: int) -> int:
        """Bytes that this peer put on the wire, headers included."""
        answer = command("tc", "-n", self.name(peer), "-s", "-j", "qdisc", "show", "dev", "wire")
        return json.loads(answer)[0]["bytes"]

    def build(self) -> None:
        ip("netns", "add", self.switch)
        ip("-n", self.switch, "link", "set", "lo", "up")
        ip("-n", self.switch, "link", "add", "switch", "type", "bridge")
        ip("-n", self.switch, "addr", "add", f"{self.SWITCH}/16", "dev", "switch")
        ip("-n", self.switch, "link", "set", "switch", "up")
        for peer, (up, down) in enumerate(self.links):
            name = self.name(peer)
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
            there = f"peer{peer}"
            ip("link", "add", "wire", "netns", name, "type", "veth", "peer", "name", there, "netns", self.switch)
            # no packet larger than on a real wire: the buckets count what they see
            ip("-n", name, "link", "set", "wire", "gso_max_segs", "1")
            ip("-n", self.switch, "link", "set", there, "gso_max_segs", "1")
            ip("-n", self.switch, "link", "set", there, "master", "switch")
            ip("-n", self.switch, "link", "set", there, "up")
            ip("-n", name, "addr", "add", f"{self.address(peer)}/16", "dev", "wire")
            ip("-n", name, "link", "set", "wire", "up")
            self.shape(name, "wire", up)
            self.shape(self.switch, there, down)

    def shape(self, namespace: str, device: str, rate: int) -> None:
        # a burst of 2 ms at least, so that the timer's grain costs no rate
        burst = max(4 * 1514, rate // 8 // 500)
        words = ["rate", f"{rate}bit", "burst", burst, "latency", f"{self.queue_ms}ms"]
        command("tc", "-n", namespace, "qdisc", "add", "dev", device, "root", "tbf", *words)
