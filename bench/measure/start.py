"""How long the program takes to begin: --help, and get until its first announce reaches a tracker.

From exec to exit, or to the moment when the tracker has the first byte; a built clone is assumed.
Also what the same costs in seconds of processor, which other work on the machine changes less.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import content
from .children import Child
from .programs import ROOT
from .report import Raw, median, table


def help_once() -> dict[str, Any]:
    before = time.monotonic()
    child = subprocess.Popen([str(ROOT / "freshet"), "--help"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"freshet --help ended with {child.returncode}")
    return result("--help", time.monotonic() - before, usage.ru_utime + usage.ru_stime)


def announce_once(torrent: Path, tracker: socket.socket, folder: Path) -> dict[str, Any]:
    words = ["get", str(torrent), "--dir", str(folder / "data"), "--bind", "127.0.0.1"]
    drain(tracker)
    before = time.monotonic()
    child = Child("get", [str(ROOT / "freshet"), *words], folder, {"XDG_STATE_HOME": str(folder)})
    try:
        connection, _ = tracker.accept()
        with connection:
            connection.settimeout(20)
            connection.recv(1)
            seconds = time.monotonic() - before
            cpu = child.cost().cpu
    finally:
        child.send(signal.SIGKILL)
        child.end()
    return result("get to first announce", seconds, cpu)


def drain(tracker: socket.socket) -> None:
    """Forgets connections of the run before: a client may have tried more than once."""
    while select.select([tracker], [], [], 0.2)[0]:
        tracker.accept()[0].close()


def result(program: str, seconds: float, cpu: float) -> dict[str, Any]:
    return {"program": program, "ms": round(seconds * 1e3, 1), "cpu_ms": round(cpu * 1e3, 1)}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench start", description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    options = parser.parse_args(words)
    raw = Raw(options.raw, "start")
    with tempfile.TemporaryDirectory(prefix="freshet-bench-") as name, socket.socket() as tracker:
        top = Path(name)
        tracker.bind(("127.0.0.1", 0))
        tracker.listen()
        tracker.settimeout(20)
        data = top / "data.bin"
        content.random_file(data, 1 << 20)
        torrent = top / "data.torrent"
        url = f"http://127.0.0.1:{tracker.getsockname()[1]}/announce"
        content.torrent(data, torrent, url, "v1", None)
        for number in range(options.runs):
            raw.add({"run": number, **help_once()})
            raw.add({"run": number, **announce_once(torrent, tracker, top / str(number))})
    rows = []
    for program in ("--help", "get to first announce"):
        runs = raw.of(program)
        least = min(run["ms"] for run in runs)
        rows.append([program, f"{median(runs, 'ms'):.0f}", f"{least:.0f}", f"{median(runs, 'cpu_ms'):.0f}"])
    print(table(["from exec", "median ms", "least ms", "CPU ms"], rows))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", file=sys.stderr)
    return 0
