"""What our tracker stands: more announces than it can answer, invented swarms, slow connections.

overload: announces (UDP, or with --http over HTTP, a connection each) at rising rates, then at ten
times the rate at which it answered most. The tracker gets a share of a processor by a control
group, or nobody here could ask for ten times as much as it can answer. flood: invented swarms, and
whether an honest one is still known. slow: HTTP connections that send a byte now and then, and what
that does to honest announces.
"""

from __future__ import annotations

import argparse
import json
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Iterator

from .parts import java
from .programs import ROOT
from .report import Raw

GROUPS = Path("/sys/fs/cgroup/cpu")
PERIOD = 10_000


class Tracker:
    """`freshet tracker`, as shipped."""

    def __init__(self) -> None:
        words = [str(ROOT / "freshet"), "tracker", "--port", "0", "--bind", "127.0.0.1"]
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=self.errors, text=True)
        self.port = int(self.process.stdout.readline().split(":")[2].split("/")[0])

    def resident(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) >> 10

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.errors.close()


@contextmanager
def tracker() -> Iterator[Tracker]:
    one = Tracker()
    try:
        yield one
    finally:
        one.end()


@contextmanager
def confined(pid: int, share: float) -> Iterator[None]:
    """Gives a process no more than this share of one processor."""
    group = GROUPS / f"freshet-{pid}"
    group.mkdir()
    try:
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(max(1000, int(share * PERIOD))))
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        # a group is not removed while anyone is in it; who has ended is in none
        with suppress(ProcessLookupError):
            (GROUPS / "cgroup.procs").write_text(str(pid))
        group.rmdir()


def overload(options: argparse.Namespace) -> dict[str, Any]:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    crowd = java("dev.freshet.bench.HttpCrowd" if options.http else "dev.freshet.bench.UdpCrowd")
    with tracker() as one:
        def at(rate: int, seconds: int) -> dict[str, float]:
            load = [] if options.http else ["load"]
            words = [*crowd, str(one.port), *load, str(rate), str(seconds)]
            run = subprocess.run(words, check=True, capture_output=True, text=True)
            step = json.loads(run.stdout)
            print(json.dumps(step), file=sys.stderr, flush=True)
            return step

        # what it meets later is compiled by then
        at(2000 if options.http else 40_000, 10)
        with confined(one.process.pid, options.share):
            rate, peak = 200 if options.http else 1000, 0.0
            while True:
                answered = at(rate, options.seconds)["answered"]
                if answered < 1.05 * peak:
                    break
                peak = max(peak, answered)
                rate = int(rate * 1.5)
            worst = at(int(10 * peak), 2 * options.seconds)
    return {
        "program": "overload",
        "over": "http" if options.http else "udp",
        "peak": round(peak),
        "offered_then": round(worst["offered"]),
        "times": round(worst["offered"] / peak, 1),
        "answered_then": round(worst["answered"]),
        "goodput_percent": round(100 * worst["answered"] / peak),
    }


def flood(options: argparse.Namespace) -> dict[str, Any]:
    crowd = java("dev.freshet.bench.UdpCrowd")
    with tracker() as one:
        before = one.resident()
        words = [*crowd, str(one.port), "flood", str(options.swarms), str(options.peers)]
        run = subprocess.run(words, check=True, capture_output=True, text=True)
        if one.process.poll() is not None:
            raise RuntimeError("the tracker has fallen")
        return {
            "program": "flood",
            "swarms": options.swarms,
            **json.loads(run.stdout),
            "resident_mib": one.resident(),
            "resident_mib_before": before,
            "latency_ms": latencies(one.port, 200),
        }


def latencies(port: int, count: int, between: Any = None) -> dict[str, float]:
    """How long an announce over HTTP takes, a new connection each."""
    times = []
    query = "info_hash=" + "%ab" * 20 + "&peer_id=" + "-XX0001-" + "1" * 12 + "&port=7000&left=1&compact=1"
    request = f"GET /announce?{query} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    for _ in range(count):
        if between is not None:
            between()
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", port), timeout=30) as one:
            one.sendall(request)
            if not one.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("an honest announce was refused")
        times.append(1000 * (time.monotonic() - begin))
    times.sort()
    return {"p50": round(times[len(times) // 2], 2), "p99": round(times[len(times) * 99 // 100], 2)}


class Slow:
    """Connections that send their request a byte at a time, and come again when they are shut."""

    def __init__(self, port: int, count: int):
        self.port = port
        self.count = count
        self.opened = 0
        self.next = 0
        self.sockets: list[socket.socket] = []
        self.selector = selectors.DefaultSelector()

    def fill(self) -> None:
        while len(self.sockets) < self.count:
            self.open()

    def open(self) -> None:
        one = socket.socket()
        number = self.opened
        self.opened += 1
        one.bind((f"127.0.{number // 200 % 200 + 1}.{number % 200 + 1}", 0))
        one.connect(("127.0.0.1", self.port))
        one.sendall(b"GET /announce?info_hash=")
        one.setblocking(False)
        self.sockets.append(one)
        self.selector.register(one, selectors.EVENT_READ)

    def turn(self) -> None:
        """Some send a byte; those that were shut out come again."""
        for key, _ in self.selector.select(0):
            one = key.fileobj
            self.selector.unregister(one)
            self.sockets.remove(one)
            one.close()
        for _ in range(50):
            self.next = (self.next + 1) % max(1, len(self.sockets))
            try:
                self.sockets[self.next].send(b"a")
            except OSError:
                pass
        for _ in range(min(50, self.count - len(self.sockets))):
            self.open()
        # long enough for all of them to be shut out and to come again
        time.sleep(0.01)

    def close(self) -> None:
        for one in self.sockets:
            one.close()


def slow(options: argparse.Namespace) -> dict[str, Any]:
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with tracker() as one:
        latencies(one.port, 3000)
        clean = latencies(one.port, 1000)
        before = one.resident()
        crowd = Slow(one.port, options.connections)
        try:
            crowd.fill()
            beside = latencies(one.port, 2000, crowd.turn)
            resident = one.resident()
        finally:
            crowd.close()
        return {
            "program": "slow",
            "connections": options.connections,
            "opened": crowd.opened,
            "clean_ms": clean,
            "beside_ms": beside,
            "resident_mib": resident,
            "resident_mib_before": before,
        }


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench tracker", description=__doc__)
    parser.add_argument("what", choices=("overload", "flood", "slow"))
    parser.add_argument("--share", type=float, default=0.2, help="of a processor, for overload")
    parser.add_argument("--http", action="store_true", help="announce over HTTP, for overload")
    parser.add_argument("--seconds", type=int, default=5, help="a rate, for overload")
    parser.add_argument("--swarms", type=int, default=300_000, help="invented, for flood")
    parser.add_argument("--peers", type=int, default=1, help="of each of them")
    parser.add_argument("--connections", type=int, default=10_000, help="slow ones")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    options = parser.parse_args(words)
    raw = Raw(options.raw, "tracker")
    raw.add({"overload": overload, "flood": flood, "slow": slow}[options.what](options))
    print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in raw.runs[0].items()))
    return 0
