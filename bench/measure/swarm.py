"""A crowd fetches one file over shaped links, each peer in a network namespace. Needs root.

Last peer / bound: the time until the last peer has everything, verified, over what no distribution
can beat (Freshet's `plan`), with 95 % of a link's rate taken as payload. Counted from the start of
the peers' processes; with --running from the moment when the origin, stopped until then, goes on,
all others having announced themselves. Sent / F: what left the origin's interface, headers
included, times 0.95, over the size. CPU: of all processes, from their start.
"""

from __future__ import annotations

import argparse
import filecmp
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import content
from .children import Child, Children, NotInTime, until
from .network import Network
from .programs import PROGRAMS, Role
from .report import Raw, median, table

PAYLOAD = 0.95
PORT = 6881
TRACKER = f"http://{Network.SWITCH}:6969/announce"


@dataclass(frozen=True)
class Http:
    """The baseline: everyone downloads from the origin."""

    name: str = "http"

    def command(self, role: Role) -> list[str]:
        if role.seed:
            script = str(Path(__file__).with_name("http_origin.py"))
            return [sys.executable, script, role.host, str(PORT), str(role.directory / "data.bin")]
        url = f"http://{Network.address(0)}:{PORT}/"
        fetch = f'curl -sf --retry 5 --retry-connrefused -o "{role.directory}/data.bin" {url}'
        return ["sh", "-c", f'{fetch} && : >"{role.mark}" && exec sleep 100000']

    def environment(self, role: Role) -> dict[str, str]:
        return {}

    def complete(self, role: Role) -> bool:
        return role.mark.exists()


@dataclass(frozen=True)
class Scene:
    """What the network and the crowd are like."""

    size: int
    origin_up: int
    ups: list[int]
    down: int
    running: bool
    leave: bool
    seconds: float

    def bound(self, client_server: bool) -> float:
        """The fluid bound in seconds."""
        bits = self.size * 8 / PAYLOAD
        crowd = len(self.ups)
        if client_server:
            return max(bits * crowd / self.origin_up, bits / self.down)
        together = self.origin_up + sum(self.ups)
        return max(bits / self.origin_up, bits / self.down, bits * crowd / together)


def program(name: str) -> Any:
    return Http() if name == "http" else PROGRAMS[name]


def rate(text: str) -> int:
    """Bit/s of a rate such as 16Mbit."""
    match = re.fullmatch(r"([\d.]+)(k|M|G)bit(/s)?", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text} is no rate such as 16Mbit")
    return int(float(match[1]) * {"k": 1e3, "M": 1e6, "G": 1e9}[match[2]])


def ups(text: str, peers: int) -> list[int]:
    """`4Mbit,20Mbit`: dealt out in turn."""
    rates = [rate(word) for word in text.split(",")]
    return [rates[i % len(rates)] for i in range(peers)]


def seeds(network: Network) -> tuple[int, int]:
    """Seeds and peers that the tracker knows."""
    url = TRACKER.replace("/announce", "/seeds")
    words = network.on_switch(["curl", "-sf", "--max-time", "5", url])
    answer = subprocess.run(words, capture_output=True, text=True).stdout.split()
    return (int(answer[0]), int(answer[1])) if len(answer) == 2 else (0, 0)


def run(origin: str, crowd: list[str], scene: Scene, torrent: Path, data: Path, folder: Path) -> dict[str, Any]:
    """One distribution, measured."""
    links = [(scene.origin_up, scene.down)] + [(up, scene.down) for up in scene.ups]
    with Network(links) as network, Children() as children:
        script = str(Path(__file__).with_name("tracker.py"))
        words = network.on_switch([sys.executable, script, Network.SWITCH, "6969", "1800"])
        tracker = children.start("tracker", words, folder / "tracker")

        def start(peer: int, name: str, directory: Path) -> tuple[Any, Role, Child]:
            home = folder / f"peer{peer}"
            home.mkdir()
            directory.mkdir(exist_ok=True)
            kind = program(name)
            role = Role(torrent, TRACKER, directory, home, Network.address(peer), PORT, peer == 0)
            words = network.inside(peer, kind.command(role))
            child = children.start(f"{name} {peer}", words, home, kind.environment(role))
            return kind, role, child

        kind, role, seed = start(0, origin, data.parent)
        if origin == "http":
            time.sleep(1)
        else:
            until(lambda: seeds(network)[0] == 1, 60, f"seeding by {origin}", [tracker, seed], 0.1)
        # what it said before is not part of the distribution
        time.sleep(0.5)
        before = network.sent(0)
        if scene.running:
            seed.send(signal.SIGSTOP)
        began = time.monotonic()
        peers = [start(i + 1, name, folder / f"data{i + 1}") for i, name in enumerate(crowd)]
        if scene.running:
            if origin != "http":
                until(lambda: seeds(network)[1] == len(crowd) + 1, 60, "announcing", [tracker], 0.1)
            time.sleep(2)
            began = time.monotonic()
            seed.send(signal.SIGCONT)
        waiting = dict(enumerate(peers))
        ends: dict[int, float] = {}
        cpu = 0.0

        def look() -> bool:
            nonlocal cpu
            for i, (kind, role, child) in list(waiting.items()):
                if kind.complete(role):
                    ends[i] = time.monotonic() - began
                    del waiting[i]
                    if scene.leave:
                        cpu += child.cost().cpu
                        child.end()
            return not waiting

        failed = None
        try:
            until(look, scene.seconds, "all complete", [tracker, seed], 0.01)
        except NotInTime as e:
            failed = f"{e}; {len(ends)} of {len(crowd)} were complete"
        sent = network.sent(0) - before
        cpu += seed.cost().cpu + sum(child.cost().cpu for _, _, child in peers if child.running())
        for i in ends:
            if not filecmp.cmp(data, folder / f"data{i + 1}" / data.name, shallow=False):
                failed = f"peer {i + 1}: what came is not what was sent"
    by_program = {
        f"last_s_{name}": round(max(ends.get(i, scene.seconds) for i, n in enumerate(crowd) if n == name), 2)
        for name in sorted(set(crowd))
        if len(set(crowd)) > 1
    }
    last = max(ends.values(), default=scene.seconds)
    return {
        "program": "+".join(dict.fromkeys([*crowd])),
        "origin": origin,
        "peers": len(crowd),
        "bound_s": round(scene.bound(client_server=False), 2),
        **({"failed": failed} if failed else {"last_s": round(last, 2)}),
        **({} if failed else {"last_over_bound": round(last / scene.bound(client_server=False), 3)}),
        "ends_s": [round(end, 2) for end in sorted(ends.values())],
        "sent_over_size": round(sent * PAYLOAD / scene.size, 3),
        "cpu_s": round(cpu, 1),
        **by_program,
    }


def show(raw: Raw, names: list[str]) -> str:
    rows = []
    for name in names:
        runs = raw.of(name)
        good = [run["last_over_bound"] for run in runs if "last_over_bound" in run]
        spread = f"{min(good):.2f}–{max(good):.2f}" if good else "none came in time"
        rows.append(
            [
                name,
                f"{median(runs, 'last_over_bound'):.2f}",
                spread,
                f"{median(runs, 'sent_over_size'):.2f}",
                f"{median(runs, 'cpu_s'):.1f}",
                f"{len(good)} of {len(runs)}",
            ]
        )
    head = ["program", "last peer / bound", "spread", "origin sent / F", "CPU s, all", "runs"]
    return table(head, rows)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench swarm", description=__doc__)
    parser.add_argument("--size", default="16MiB")
    parser.add_argument("--piece-size", default="64KiB")
    parser.add_argument("--peers", type=int, default=8)
    parser.add_argument("--origin-up", type=rate, default="16Mbit")
    parser.add_argument("--up", default="16Mbit", help="of the peers; 4Mbit,20Mbit deals them in turn")
    parser.add_argument("--down", type=rate, default="64Mbit")
    parser.add_argument("--running", action="store_true", help="all processes run before the start")
    parser.add_argument("--leave", action="store_true", help="who is complete leaves at once")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=240, help="how long a run may take")
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    default = ["freshet", "libtorrent", "libtorrent-tcp", "aria2", "transmission", "rtorrent", "http"]
    parser.add_argument(
        "programs", nargs="*", default=default, help="freshet+aria2 is a crowd of both, half and half"
    )
    options = parser.parse_args(words)
    scene = Scene(
        content.size(options.size),
        options.origin_up,
        ups(options.up, options.peers),
        options.down,
        options.running,
        options.leave,
        options.seconds,
    )
    raw = Raw(options.raw, "swarm")
    top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
    try:
        data = top / "origin" / "data.bin"
        data.parent.mkdir()
        content.random_file(data, scene.size)
        torrent = top / "data.torrent"
        content.torrent(data, torrent, TRACKER, "v1", options.piece_size)
        for number in range(options.runs):
            for name in options.programs:
                kinds = name.split("+")
                crowd = [kinds[i // 2 % len(kinds)] for i in range(options.peers)]
                folder = top / "run"
                folder.mkdir()
                settings = {
                    "run": number,
                    "up": options.up,
                    "running": options.running,
                    "leave": options.leave,
                }
                try:
                    raw.add({**settings, **run(kinds[0], crowd, scene, torrent, data, folder)})
                except NotInTime as e:
                    raw.add({**settings, "program": name, "failed": str(e)})
                finally:
                    shutil.rmtree(folder)
    finally:
        shutil.rmtree(top)
    print(f"bound {scene.bound(False):.2f} s, client-server {scene.bound(True):.2f} s")
    print(show(raw, options.programs))
    return 0
