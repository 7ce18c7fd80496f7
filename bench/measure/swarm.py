"""A crowd fetches one file over shaped links, each peer in a network namespace. Needs root.

Last peer / bound: the time until the last peer has everything, verified, over what no distribution
can beat (Freshet's `plan`), with 95 % of a link's rate taken as payload. Counted from the start of
the peers' processes; with --running from the moment when the origin, stopped until then, goes on,
all others having announced themselves. Sent / F: what left the origin's interface, headers
included, times 0.95, over the size. CPU: of all processes, from their start.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from . import crowd
from .children import Child, Children, until
from .crowd import PAYLOAD, PORT, TRACKER, Race, Scene
from .network import Network
from .programs import PROGRAMS, Role
from .report import Raw


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


def program(name: str) -> Any:
    return Http() if name == "http" else PROGRAMS[name]


def seeds(network: Network) -> tuple[int, int]:
    """Seeds and peers that the tracker knows."""
    url = TRACKER.replace("/announce", "/seeds")
    words = network.on_switch(["curl", "-sf", "--max-time", "5", url])
    answer = subprocess.run(words, capture_output=True, text=True).stdout.split()
    return (int(answer[0]), int(answer[1])) if len(answer) == 2 else (0, 0)


def run(
    options: argparse.Namespace, scene: Scene, name: str, torrent: Path, data: Path, folder: Path
) -> dict[str, Any]:
    """One distribution, measured."""
    kinds = name.split("+")
    origin = kinds[0]
    names = [kinds[i // 2 % len(kinds)] for i in range(len(scene.ups))]
    with Network(scene.links()) as network, Children() as children:
        tracker = crowd.tracker(network, children, folder)

        def start(peer: int, name: str, directory: Path) -> tuple[Any, Role, Child]:
            home = folder / f"peer{peer}"
            home.mkdir()
            directory.mkdir(exist_ok=True)
            kind = program(name)
            role = Role(torrent, TRACKER, directory, home, Network.address(peer), PORT, peer == 0)
            words = network.inside(peer, kind.command(role))
            child = children.start(f"{name} {peer}", words, home, kind.environment(role))
            return kind, role, child

        _, _, seed = start(0, origin, data.parent)
        if origin == "http":
            time.sleep(1)
        else:
            until(lambda: seeds(network)[0] == 1, 60, f"seeding by {origin}", [tracker, seed], 0.1)
        # what it said before is not part of the distribution
        time.sleep(0.5)
        before = network.sent(0)
        if options.running:
            seed.send(signal.SIGSTOP)
        began = time.monotonic()
        peers = [start(i + 1, each, folder / f"data{i + 1}") for i, each in enumerate(names)]
        if options.running:
            if origin != "http":
                until(lambda: seeds(network)[1] == len(names) + 1, 60, "announcing", [tracker], 0.1)
            time.sleep(2)
            began = time.monotonic()
            seed.send(signal.SIGCONT)
        gone = [0.0]

        def leave(peer: int) -> None:
            child = peers[peer][2]
            gone[0] += child.cost().cpu
            child.end()

        waiting = {i: partial(kind.complete, role) for i, (kind, role, _) in enumerate(peers)}
        race = Race(waiting, began, leave if options.leave else None)
        race.watch(scene.seconds, [tracker, seed])
        sent = network.sent(0) - before
        left = sum(child.cost().cpu for _, _, child in peers if child.running())
        cpu = gone[0] + left + seed.cost().cpu
        race.compare(data, lambda peer: folder / f"data{peer + 1}" / data.name)
    by_program = {
        f"last_s_{each}": round(race.last(scene, [i for i, n in enumerate(names) if n == each]), 2)
        for each in sorted(set(names))
        if len(set(names)) > 1
    }
    return {
        "origin": origin,
        "peers": len(names),
        **race.outcome(scene),
        "sent_over_size": round(sent * PAYLOAD / scene.size, 3),
        "cpu_s": round(cpu, 1),
        **by_program,
    }


def spread(runs: list[dict[str, Any]]) -> str:
    good = [run["last_over_bound"] for run in runs if "last_over_bound" in run]
    return f"{min(good):.2f}–{max(good):.2f}" if good else "none came in time"


COLUMNS = {
    "last peer / bound": crowd.middle("last_over_bound", 2),
    "spread": spread,
    "origin sent / F": crowd.middle("sent_over_size", 2),
    "CPU s, all": crowd.middle("cpu_s", 1),
}


def main(words: list[str]) -> int:
    parser = crowd.arguments(
        "swarm",
        __doc__,
        size="16MiB",
        piece_size="64KiB",
        peers=8,
        origin_up="16Mbit",
        up="16Mbit",
        down="64Mbit",
        seconds=240,
    )
    parser.add_argument("--running", action="store_true", help="all processes run before the start")
    parser.add_argument("--leave", action="store_true", help="who is complete leaves at once")
    default = ["freshet", "libtorrent", "libtorrent-tcp", "aria2", "transmission", "rtorrent", "http"]
    parser.add_argument(
        "programs", nargs="*", default=default, help="freshet+aria2 is a crowd of both, half and half"
    )
    options = parser.parse_args(words)
    scene = crowd.scene(options)
    raw = Raw(options.raw, "swarm")
    settings = {"running": options.running, "leave": options.leave}
    crowd.measure(raw, options, settings, partial(run, options, scene))
    print(scene)
    print(crowd.summary(raw, options.programs, COLUMNS))
    return 0
