"""Kills the shipped program with SIGKILL at random moments of a download, and starts it again.

Each kill: a fresh folder, `freshet get`, SIGKILL when it has written a share of the bytes that was
drawn, however fast the machine is just then, then the same command to its end. The pieces that are right on disk after the kill are counted here, against
the true bytes. Asserted: the file is right at the end, and what was fetched again is no more than
what was lost plus what a second at full rate brings. cost: what the promise costs, by the same
fetch with and without forcing (libeatmydata, which makes fsync and fdatasync do nothing).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .programs import ROOT

FRESHET = str(ROOT / "freshet")
QUIET = ["--no-dht", "--no-lsd", "--no-port-mapping"]
PIECE = 64 * 1024
CHUNK = 1 << 20
FLAVOURS = ("--v1", "--v2", "--hybrid")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Origin:
    """A torrent and its seed, at home in one folder."""

    def __init__(self, folder: Path, flavour: str, size: int, rate: str | None):
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        chance = random.Random(flavour)
        # not all at once: Python draws 256 MiB at most
        self.bytes = b"".join(chance.randbytes(min(CHUNK, size - at)) for at in range(0, size, CHUNK))
        (self.data / "x.bin").write_bytes(self.bytes)
        self.torrent = folder / "x.torrent"
        make = [FRESHET, "create", str(self.data / "x.bin"), "-o", str(self.torrent), flavour]
        nothing = subprocess.DEVNULL
        subprocess.run([*make, "--piece-size", "64KiB"], check=True, stdout=nothing, stderr=nothing)
        self.port = free_port()
        words = [FRESHET, "seed", str(self.torrent), "--dir", str(self.data), "--port", str(self.port), *QUIET]
        limit = [] if rate is None else ["--max-up", rate]
        self.errors = (folder / "err").open("wb")
        self.process = subprocess.Popen(
            [*words, *limit], stdout=subprocess.DEVNULL, stderr=self.errors, env=home(folder)
        )
        until = time.monotonic() + 120
        while b"seeding" not in (folder / "err").read_bytes():
            if time.monotonic() > until or self.process.poll() is not None:
                raise RuntimeError("the seed does not begin: " + (folder / "err").read_text())
            time.sleep(0.05)

    def get(self, target: Path, *front: str) -> subprocess.Popen[str]:
        words = [FRESHET, "get", str(self.torrent), "--dir", str(target), "--json", *QUIET]
        return subprocess.Popen(
            [*front, *words, "--peer", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=home(target),
        )

    def right(self, target: Path) -> int:
        """Bytes of pieces that are right on disk."""
        file = target / "x.bin"
        there = file.read_bytes() if file.exists() else b""
        pieces = range(0, len(self.bytes), PIECE)
        return sum(
            len(self.bytes[at : at + PIECE])
            for at in pieces
            if there[at : at + PIECE] == self.bytes[at : at + PIECE]
        )

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.errors.close()


def home(folder: Path) -> dict[str, str]:
    state = folder.with_name(folder.name + "-state")
    return {**os.environ, "XDG_STATE_HOME": str(state), "HOME": str(folder)}


def written(process: subprocess.Popen[str]) -> int:
    """How many bytes it has written, to files, sockets and all (Linux's own count)."""
    try:
        lines = Path(f"/proc/{process.pid}/io").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("wchar:")), 0)


def one_kill(origin: Origin, target: Path, share: float) -> dict[str, Any]:
    """Kills a download that has written this share of its bytes; what that has lost."""
    target.mkdir()
    first = origin.get(target)
    while first.poll() is None and written(first) < share * len(origin.bytes):
        time.sleep(0.002)
    done = first.poll() is not None
    first.kill()
    first.communicate()
    right = origin.right(target)
    begin = time.monotonic()
    second = origin.get(target)
    out, _ = second.communicate(timeout=300)
    took = time.monotonic() - begin
    again = json.loads(out)["downloaded"] if second.returncode == 0 else -1
    shutil.rmtree(target.with_name(target.name + "-state"), ignore_errors=True)
    size = len(origin.bytes)
    correct = (target / "x.bin").read_bytes() == origin.bytes
    shutil.rmtree(target)
    return {
        "too_late": done,
        "right_then": right,
        "again": again,
        "lost": again - (size - right),
        "seconds": took,
        "whole": second.returncode == 0 and correct,
    }


def kills(options: argparse.Namespace) -> int:
    chance = random.Random(options.seed)
    work = Path(tempfile.mkdtemp(prefix="freshet-kills-"))
    origins: list[Origin] = []
    results: list[dict[str, Any]] = []
    bad = 0
    try:
        for flavour in FLAVOURS:
            home_of = work / flavour[2:]
            origins.append(Origin(home_of, flavour, options.size, f"{options.rate}B/s"))
        until = time.monotonic() + 60 * options.minutes
        while len(results) < options.count and time.monotonic() < until:
            number = len(results)
            run = one_kill(origins[number % 3], work / f"kill-{number}", chance.random())
            results.append(run)
            allowed = options.rate + 24 * PIECE
            if not run["whole"] or run["lost"] > allowed:
                bad += 1
                print(f"kill {number}: {json.dumps(run)}", file=sys.stderr, flush=True)
            if len(results) % 50 == 0:
                print(f"{len(results)} kills, {bad} bad", file=sys.stderr, flush=True)
    finally:
        for origin in origins:
            origin.end()
        shutil.rmtree(work)
    lost = sorted(max(0, run["lost"]) for run in results)
    print(
        f"{len(results)} kills ({sum(run['too_late'] for run in results)} after the end,"
        f" {sum(0 < run['right_then'] < options.size for run in results)} with some pieces there): {bad} bad;"
        f" fetched again of what was right: median {statistics.median(lost):.0f} bytes,"
        f" 99 % {lost[len(lost) * 99 // 100]}, most {lost[-1]}, at {options.rate} bytes a second"
    )
    return 1 if bad else 0


def cost(options: argparse.Namespace) -> int:
    work = Path(tempfile.mkdtemp(prefix="freshet-cost-", dir=options.disk))
    origins: list[Origin] = []
    runs: dict[str, list[tuple[float, float]]] = {"on": [], "off": []}
    try:
        origins.append(Origin(work / "hybrid", "--hybrid", options.size, None))
        for number in range(2 * options.count):
            way = ("on", "off")[number % 2]
            target = work / f"run-{number}"
            target.mkdir()
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begin = time.monotonic()
            process = origins[0].get(target, *(["eatmydata"] if way == "off" else []))
            process.communicate()
            took = time.monotonic() - begin
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if process.returncode != 0:
                raise RuntimeError("a fetch failed")
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            runs[way].append((options.size / took / 1e6, cpu * 1e9 / options.size))
            print(f"{way}: {runs[way][-1][0]:.1f} MB/s, {runs[way][-1][1]:.2f} CPU s/GB", file=sys.stderr, flush=True)
            shutil.rmtree(target)
    finally:
        for origin in origins:
            origin.end()
        shutil.rmtree(work)
    for way, all_runs in runs.items():
        print(
            f"forcing {way}: median {statistics.median(run[0] for run in all_runs):.1f} MB/s,"
            f" {statistics.median(run[1] for run in all_runs):.2f} CPU s/GB, of {len(all_runs)}"
        )
    return 0


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/kills", description=__doc__)
    parser.add_argument("count", type=int, help="how many kills, or pairs of runs with --cost")
    parser.add_argument("--cost", action="store_true", help="measure forcing on against off instead")
    parser.add_argument("--size", type=int, default=8_000_000, help="bytes of the file")
    parser.add_argument("--rate", type=int, default=8_000_000, help="bytes a second that a seed gives")
    parser.add_argument("--minutes", type=float, default=1e6, help="stop after so long")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--disk", type=Path, help="the folder to work in, for --cost")
    options = parser.parse_args(words)
    # so that what it started and wrote goes with it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return cost(options) if options.cost else kills(options)
