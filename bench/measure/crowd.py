"""What the benches have in common in which a crowd fetches one file over shaped links."""

from __future__ import annotations

import argparse
import filecmp
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import content
from .children import Child, Children, NotInTime, until
from .network import Network
from .report import Raw, median, table

PAYLOAD = 0.95
PORT = 6881
TRACKER = f"http://{Network.SWITCH}:6969/announce"


@dataclass(frozen=True)
class Scene:
    """What the network and the crowd are like."""

    size: int
    origin_up: int
    ups: list[int]
    down: int
    seconds: float

    def bound(self, client_server: bool) -> float:
        """The fluid bound in seconds."""
        bits = self.size * 8 / PAYLOAD
        crowd = len(self.ups)
        if client_server:
            return max(bits * crowd / self.origin_up, bits / self.down)
        together = self.origin_up + sum(self.ups)
        return max(bits / self.origin_up, bits / self.down, bits * crowd / together)

    def links(self) -> list[tuple[int, int]]:
        """Rates up and down, the origin's first."""
        return [(self.origin_up, self.down)] + [(up, self.down) for up in self.ups]

    def __str__(self) -> str:
        return f"bound {self.bound(False):.2f} s, client-server {self.bound(True):.2f} s"


@dataclass
class Race:
    """Who of a crowd is complete, by number, and when, in seconds since it began."""

    waiting: dict[int, Callable[[], bool]]
    began: float
    complete: Callable[[int], None] | None = None
    ends: dict[int, float] = field(default_factory=dict)
    failed: str | None = None

    def watch(self, seconds: float, needed: list[Child]) -> None:
        """Until all are complete, or so long at most."""
        try:
            until(self._over, seconds, "all complete", needed, 0.01)
        except NotInTime as e:
            everyone = len(self.ends) + len(self.waiting)
            self.failed = f"{e}; {len(self.ends)} of {everyone} were complete"

    def _over(self) -> bool:
        for peer, has_all in list(self.waiting.items()):
            if has_all():
                self.ends[peer] = time.monotonic() - self.began
                del self.waiting[peer]
                if self.complete:
                    self.complete(peer)
        return not self.waiting

    def compare(self, data: Path, copy: Callable[[int], Path]) -> None:
        """Whether those who are complete have what was sent."""
        for peer in self.ends:
            if not filecmp.cmp(data, copy(peer), shallow=False):
                self.failed = f"peer {peer + 1}: what came is not what was sent"

    def last(self, scene: Scene, of: list[int]) -> float:
        """When the last of these was complete."""
        return max(self.ends.get(peer, scene.seconds) for peer in of)

    def outcome(self, scene: Scene) -> dict[str, Any]:
        """What there is to say of it, without the last if it failed."""
        bound = scene.bound(client_server=False)
        last = max(self.ends.values(), default=scene.seconds)
        good = {"last_s": round(last, 2), "last_over_bound": round(last / bound, 3)}
        return {
            "bound_s": round(bound, 2),
            **({"failed": self.failed} if self.failed else good),
            "ends_s": [round(end, 2) for end in sorted(self.ends.values())],
        }


def tracker(network: Network, children: Children, folder: Path) -> Child:
    """A tracker on the switch."""
    script = str(Path(__file__).with_name("tracker.py"))
    words = network.on_switch([sys.executable, script, Network.SWITCH, "6969", "1800"])
    return children.start("tracker", words, folder / "tracker")


def summary(raw: Raw, names: list[str], columns: dict[str, Callable[[list[dict[str, Any]]], str]]) -> str:
    """A table with a row for each program: these columns of its runs, and how many came in time."""
    rows = []
    for name in names:
        runs = raw.of(name)
        good = sum("last_over_bound" in run for run in runs)
        rows.append([name, *(column(runs) for column in columns.values()), f"{good} of {len(runs)}"])
    return table(["program", *columns, "runs"], rows)


def middle(key: str, digits: int) -> Callable[[list[dict[str, Any]]], str]:
    """A column of medians."""
    return lambda runs: f"{median(runs, key):.{digits}f}"


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


def arguments(bench: str, about: str | None, **defaults: Any) -> argparse.ArgumentParser:
    """The arguments that these benches share, with the defaults of one of them."""
    parser = argparse.ArgumentParser(prog=f"tools/bench {bench}", description=about)
    parser.add_argument("--size")
    parser.add_argument("--piece-size")
    parser.add_argument("--peers", type=int)
    parser.add_argument("--origin-up", type=rate)
    parser.add_argument("--up", help="of the peers; 4Mbit,20Mbit deals them in turn")
    parser.add_argument("--down", type=rate)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, help="how long a run may take")
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    parser.set_defaults(**defaults)
    return parser


def scene(options: argparse.Namespace) -> Scene:
    """The scene that these arguments describe."""
    crowd = ups(options.up, options.peers)
    size = content.size(options.size)
    return Scene(size, options.origin_up, crowd, options.down, options.seconds)


def measure(
    raw: Raw,
    options: argparse.Namespace,
    settings: dict[str, Any],
    run: Callable[[str, Path, Path, Path], dict[str, Any]],
    web_seed: str | None = None,
) -> None:
    """Each program in turn, as often as there are to be runs: `run` has its name, the torrent, the
    data and a folder of its own."""
    top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
    try:
        data = top / "origin" / "data.bin"
        data.parent.mkdir()
        content.random_file(data, content.size(options.size))
        torrent = top / "data.torrent"
        more = ["--web-seed", f"{web_seed}/{data.name}"] if web_seed else []
        content.torrent(data, torrent, TRACKER, "v1", options.piece_size, *more)
        for number in range(options.runs):
            for name in options.programs:
                folder = top / "run"
                folder.mkdir()
                known = {"run": number, "up": options.up, **settings, "program": name}
                try:
                    raw.add({**known, **run(name, torrent, data, folder)})
                except NotInTime as e:
                    raw.add({**known, "failed": str(e)})
                finally:
                    shutil.rmtree(folder)
    finally:
        shutil.rmtree(top)
