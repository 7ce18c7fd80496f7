"""One seed to one or several downloaders over the loopback, unshaped, files in memory.

Counted from the start of the downloader's process to its word that all is there and verified. The
seed has announced before, so its check of the data costs nothing here; what both cost from then on
does.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import socket
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from . import content
from .children import Children, NotInTime, until
from .programs import PROGRAMS, Role
from .report import Raw, median, table

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def seeds(tracker: str) -> int:
    """How many seeds that tracker knows; 0 while it does not answer."""
    try:
        with urllib.request.urlopen(tracker.replace("/announce", "/seeds"), timeout=5) as answer:
            return int(answer.read().split()[0])
    except OSError:
        return 0


class Warm:
    """Memory that the machine has for the files to come. A virtual one gets it from its host page by
    page when it is first touched, which costs more than a transfer, and gives back what has been free
    for two seconds; so it is held by a file, and let go just ahead of what the others write."""

    AHEAD = 1 << 29

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self.size = size
        with path.open("wb") as out:
            for _ in range(0, size, 1 << 20):
                out.write(bytes(1 << 20))
        self.follow([])

    def follow(self, written: list[Path]) -> None:
        """Lets go what those files need by now, and some more."""
        used = sum(path.stat().st_blocks * 512 for path in written if path.exists())
        os.truncate(self.path, max(0, self.size - used - Warm.AHEAD))


def run(program: Any, torrent: Path, data: Path, folder: Path, port: int, peers: int) -> dict[str, Any]:
    """One transfer, measured."""
    url = f"http://{HOST}:{port}/announce"
    size = data.stat().st_size
    with Children() as children:
        script = str(Path(__file__).with_name("tracker.py"))
        tracker = children.start(
            "tracker", [sys.executable, script, HOST, str(port), "1800"], folder / "tracker"
        )
        role = Role(torrent, url, data.parent, folder / "seed", HOST, free_port(), True)
        role.home.mkdir()
        seed = children.start("seed", program.command(role), role.home, program.environment(role))
        until(lambda: seeds(url) >= 1, 120, f"seeding by {program.name}", [tracker, seed], 0.1)
        warm = Warm(folder / "warm", peers * size)
        before = seed.cost()
        roles = []
        getters = []
        start = time.monotonic()
        for i in range(peers):
            home = folder / f"peer{i}"
            role = Role(torrent, url, home / "data", home, HOST, free_port(), False)
            role.directory.mkdir(parents=True)
            command = program.command(role)
            getters.append(children.start(f"peer {i}", command, home, program.environment(role)))
            roles.append(role)
        ends: list[float] = []
        costs = []
        files = [role.directory / data.name for role in roles]

        def complete(role: Role) -> bool:
            warm.follow(files)
            return program.complete(role)

        for role, getter in zip(roles, getters):
            ends.append(until(lambda: complete(role), 300, f"{program.name}, {getter.name}", [seed, getter]))
        for getter in getters:
            costs.append(getter.cost())
        after = seed.cost()
        for role in roles:
            if not filecmp.cmp(data, role.directory / data.name, shallow=False):
                raise NotInTime(f"{program.name}: what came is not what was sent")
    seconds = max(ends) - start
    return {
        "program": program.name,
        "peers": peers,
        "bytes": size,
        "seconds": round(seconds, 3),
        "mb_per_s": round(peers * size / seconds / 1e6, 1),
        "seed_cpu_s_per_gb": round((after.cpu - before.cpu) / (peers * size / 1e9), 3),
        "peers_cpu_s_per_gb": round(sum(cost.cpu for cost in costs) / (peers * size / 1e9), 3),
        "seed_resident_mib": after.resident >> 20,
        "peer_resident_mib": max(cost.resident for cost in costs) >> 20,
    }


def show(raw: Raw, names: list[str]) -> str:
    rows = []
    base = median(raw.of("libtorrent-tcp"), "mb_per_s")
    for name in names:
        runs = raw.of(name)
        speed = median(runs, "mb_per_s")
        up, down = median(runs, "seed_cpu_s_per_gb"), median(runs, "peers_cpu_s_per_gb")
        rows.append(
            [
                name,
                f"{speed:.0f}",
                f"{speed / base:.2f}",
                f"{up:.2f}",
                f"{down:.2f}",
                f"{up + down:.2f}",
                f"{median(runs, 'seed_resident_mib'):.0f}",
                f"{median(runs, 'peer_resident_mib'):.0f}",
                str(len([run for run in runs if "seconds" in run])),
            ]
        )
    head = ["program", "MB/s", "of libtorrent-tcp", "seed CPU s/GB", "peers", "both", "seed MiB", "peer MiB", "runs"]
    return table(head, rows)


def main(words: list[str], bench: str, peers: int) -> int:
    parser = argparse.ArgumentParser(prog=f"tools/bench {bench}", description=__doc__)
    parser.add_argument("--size", default="2GiB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", type=int, default=peers, help="how many download at once")
    parser.add_argument("--version", choices=["v1", "v2", "hybrid"], default="v1")
    parser.add_argument("--piece-size", help="chosen by freshet create by default")
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    parser.add_argument("programs", nargs="*", default=["freshet", "libtorrent-tcp", "aria2", "rtorrent"])
    options = parser.parse_args(words)
    raw = Raw(options.raw, bench)
    top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
    try:
        data = top / "origin" / "data.bin"
        data.parent.mkdir()
        content.random_file(data, content.size(options.size))
        port = free_port()
        torrent = top / "data.torrent"
        url = f"http://{HOST}:{port}/announce"
        content.torrent(data, torrent, url, options.version, options.piece_size)
        for number in range(options.runs):
            for name in options.programs:
                folder = top / "run"
                folder.mkdir()
                try:
                    raw.add(
                        {"run": number, **run(PROGRAMS[name], torrent, data, folder, port, options.peers)}
                    )
                except NotInTime as e:
                    raw.add({"run": number, "program": name, "failed": str(e)})
                finally:
                    shutil.rmtree(folder)
    finally:
        shutil.rmtree(top)
    print(show(raw, options.programs))
    return 0
