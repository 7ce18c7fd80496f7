"""What torrents and connections cost in which nothing moves: one engine, over the loopback.

Torrents: resident memory, the live heap, and processor time while nothing happens. Connections: how
much the live heap and the resident memory grow for each of them, after handshakes and bitfields.
Memory of the kernel's sockets is not in it. There is no tracker, so nobody is announced to.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from .parts import java
from .report import Raw


class Engine:
    """The engine under measurement."""

    def __init__(self, folder: Path, torrents: int, connections: int):
        options = ["-XX:+UseSerialGC", "-Xmx768m", "-XX:MaxDirectMemorySize=96m"]
        words = java("dev.freshet.bench.IdleMain", *options)
        self.process = subprocess.Popen(
            [*words, str(folder), str(torrents), str(connections)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        port, hashes = self.process.stdout.readline().split()
        self.info_hashes = [bytes.fromhex(each) for each in hashes.split(",")]
        self.port = int(port)

    def heap(self) -> int:
        """Bytes that live on its heap."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def resident(self) -> int:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0

    def cpu(self) -> float:
        """Seconds of processor so far."""
        total = 0
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            total += int((task / "schedstat").read_text().split()[0])
        return total / 1e9

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def torrents(top: Path, count: int, seconds: int) -> dict[str, Any]:
    engine = Engine(top, count, 1000)
    try:
        heap = engine.heap()
        time.sleep(5)
        before, cpu = time.monotonic(), engine.cpu()
        time.sleep(seconds)
        share = (engine.cpu() - cpu) / (time.monotonic() - before)
        return {
            "program": "torrents",
            "count": count,
            "resident_mib": engine.resident() >> 20,
            "heap_mib": heap >> 20,
            "percent_of_a_core": round(100 * share, 2),
        }
    finally:
        engine.end()


def connections(top: Path, count: int, seconds: int) -> dict[str, Any]:
    # a torrent has only so many neighbours
    engine = Engine(top, count // 25, count + 10)
    sockets: list[socket.socket] = []
    try:
        # the same code for some, so that what is loaded once is not counted for each
        connect(engine, sockets, len(engine.info_hashes))
        time.sleep(5)
        heap, resident = engine.heap(), engine.resident()
        connect(engine, sockets, count)
        time.sleep(5)
        more_heap, more_resident = engine.heap() - heap, engine.resident() - resident
        before, cpu = time.monotonic(), engine.cpu()
        time.sleep(seconds)
        share = (engine.cpu() - cpu) / (time.monotonic() - before)
        added = len(sockets) - len(engine.info_hashes)
        return {
            "program": "connections",
            "count": len(sockets),
            "still_open": still_open(sockets),
            "heap_bytes_each": more_heap // added,
            "resident_bytes_each": more_resident // added,
            "percent_of_a_core": round(100 * share, 2),
        }
    finally:
        for each in sockets:
            each.close()
        engine.end()


def connect(engine: Engine, sockets: list[socket.socket], until_count: int) -> None:
    """Opens more, each from an address of its own, and waits for the engine's handshake."""
    while len(sockets) < until_count:
        number = len(sockets)
        each = socket.socket()
        each.settimeout(20)
        sockets.append(each)
        each.bind((f"127.{number // 60000 + 1}.{number // 250 % 240 + 1}.{number % 250 + 1}", 0))
        each.connect(("127.0.0.1", engine.port))
        info_hash = engine.info_hashes[number % len(engine.info_hashes)]
        peer = b"-XX0001-%012d" % number
        each.sendall(b"\x13BitTorrent protocol" + bytes(8) + info_hash + peer)
        got = b""
        while len(got) < 68:
            more = each.recv(4096)
            if not more:
                raise RuntimeError(f"connection {number} was closed")
            got += more


def still_open(sockets: list[socket.socket]) -> int:
    count = 0
    for each in sockets:
        each.setblocking(False)
        try:
            while each.recv(4096):
                pass
        except BlockingIOError:
            count += 1
        except ConnectionError:
            pass
    return count


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench idle", description=__doc__)
    parser.add_argument("--torrents", type=int, default=10_000, help="0 leaves them out")
    parser.add_argument("--connections", type=int, default=5_000, help="0 leaves them out")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    options = parser.parse_args(words)
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    raw = Raw(options.raw, "idle")
    for measure, count in ((torrents, options.torrents), (connections, options.connections)):
        if not count:
            continue
        top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
        try:
            raw.add(measure(top, count, options.seconds))
        finally:
            shutil.rmtree(top)
    for run in raw.runs:
        print(", ".join(f"{key.replace('_', ' ')} {value}" for key, value in run.items()))
    return 0
