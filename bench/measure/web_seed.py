"""A crowd turns to one web server (BEP 19) at the same moment, over shaped links. Needs root, nginx.

Each peer lives in a network namespace; nginx, which knows nothing of the swarm, in another. All
processes run and wait for the .torrent file; the clock starts when it is handed to all of them at
once. Origin sent / F: bytes of bodies that nginx's access log counts, over the size; wire: what left
its interface, headers included, times 0.95. Last peer / bound: as in `tools/bench swarm`.
"""

from __future__ import annotations

import argparse
import filecmp
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from . import content
from .children import Child, Children, NotInTime, until
from .network import Network
from .programs import PROGRAMS, Role
from .report import Raw, median, table
from .swarm import PAYLOAD, PORT, TRACKER, Scene, rate, ups

GATE_PORT = 7070
NGINX = """\
daemon off;
master_process off;
worker_processes 1;
pid {home}/pid;
error_log {home}/error.log;
events {{ worker_connections 4096; }}
http {{
  log_format sent '$remote_addr $status $body_bytes_sent';
  access_log {home}/sent.log sent;
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  sendfile on;
  keepalive_requests 1000000;
  server {{ listen {host}:80; root {root}; }}
}}
"""


def bodies(log: Path) -> tuple[int, int]:
    """Bytes of bodies that nginx sent, and in how many answers."""
    lines = log.read_text().splitlines()
    return sum(int(line.split()[2]) for line in lines), len(lines)


def run(name: str, scene: Scene, torrent: Path, data: Path, folder: Path) -> dict[str, Any]:
    """One distribution, measured."""
    links = [(scene.origin_up, scene.down)] + [(up, scene.down) for up in scene.ups]
    with Network(links) as network, Children() as children:
        here = Path(__file__)
        words = [sys.executable, str(here.with_name("tracker.py")), Network.SWITCH, "6969", "1800"]
        tracker = children.start("tracker", network.on_switch(words), folder / "tracker")
        go = folder / "go"
        words = [sys.executable, str(here.with_name("gate.py"))]
        words += [Network.SWITCH, str(GATE_PORT), str(torrent), str(go)]
        gate = children.start("gate", network.on_switch(words), folder / "gate")
        home = folder / "nginx"
        home.mkdir()
        settings = NGINX.format(home=home, host=Network.address(0), root=data.parent)
        (home / "nginx.conf").write_text(settings)
        words = network.inside(0, ["nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")])
        origin = children.start("nginx", words, home)
        until(lambda: (home / "pid").exists(), 20, "nginx", [origin])
        time.sleep(1)
        kind = PROGRAMS[name]
        link = f"http://{Network.SWITCH}:{GATE_PORT}/data.torrent"
        peers: list[tuple[Role, Child]] = []
        for i in range(len(scene.ups)):
            home_of, directory = folder / f"peer{i + 1}", folder / f"data{i + 1}"
            home_of.mkdir()
            directory.mkdir()
            role = Role(link, TRACKER, directory, home_of, Network.address(i + 1), PORT, False)
            words = network.inside(i + 1, kind.command(role))
            peers.append((role, children.start(f"{name} {i + 1}", words, home_of, kind.environment(role))))
        everyone = len(peers)
        until(lambda: gate.out.read_bytes().count(b"waiting") >= everyone, 120, "starting", [gate], 0.05)
        time.sleep(2)
        idle = sum(child.cost().cpu for _, child in peers)
        before = network.sent(0)
        began = time.monotonic()
        go.touch()
        waiting = dict(enumerate(peers))
        ends: dict[int, float] = {}

        def look() -> bool:
            for i, (role, _) in list(waiting.items()):
                if kind.complete(role):
                    ends[i] = time.monotonic() - began
                    del waiting[i]
            return not waiting

        failed = None
        try:
            until(look, scene.seconds, "all complete", [tracker, origin], 0.02)
        except NotInTime as e:
            failed = f"{e}; {len(ends)} of {len(peers)} were complete"
        wire = network.sent(0) - before
        cpu = sum(child.cost().cpu for _, child in peers if child.running()) - idle
        for _, child in peers:
            child.end()
        # an answer is logged when its connection has ended
        time.sleep(1)
        origin.send(signal.SIGTERM)
        origin.process.wait(20)
        sent, answers = bodies(folder / "nginx" / "sent.log")
        for i in ends:
            if not filecmp.cmp(data, folder / f"data{i + 1}" / data.name, shallow=False):
                failed = f"peer {i + 1}: what came is not what was sent"
    last = max(ends.values(), default=scene.seconds)
    bound = scene.bound(client_server=False)
    return {
        "program": name,
        "peers": len(peers),
        "size": scene.size,
        "bound_s": round(bound, 2),
        **({"failed": failed} if failed else {"last_s": round(last, 2)}),
        **({} if failed else {"last_over_bound": round(last / bound, 3)}),
        "ends_s": [round(end, 2) for end in sorted(ends.values())],
        "origin_sent_over_size": round(sent / scene.size, 4),
        "answers": answers,
        "wire_over_size": round(wire * PAYLOAD / scene.size, 4),
        "cpu_s": round(cpu, 1),
    }


def show(raw: Raw, names: list[str]) -> str:
    rows = []
    for name in names:
        runs = raw.of(name)
        good = [each for each in runs if "last_over_bound" in each]
        rows.append(
            [
                name,
                f"{median(runs, 'origin_sent_over_size'):.3f}",
                f"{median(runs, 'wire_over_size'):.3f}",
                f"{median(runs, 'last_over_bound'):.2f}",
                f"{median(runs, 'cpu_s'):.1f}",
                f"{len(good)} of {len(runs)}",
            ]
        )
    head = ["program", "origin sent / F", "wire", "last peer / bound", "CPU s, all peers", "runs"]
    return table(head, rows)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench web-seed", description=__doc__)
    parser.add_argument("--size", default="32MiB")
    parser.add_argument("--piece-size", default="32KiB")
    parser.add_argument("--peers", type=int, default=30)
    parser.add_argument("--origin-up", type=rate, default="4Mbit")
    parser.add_argument("--up", default="4Mbit", help="of the peers; 4Mbit,20Mbit deals them in turn")
    parser.add_argument("--down", type=rate, default="64Mbit")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=600, help="how long a run may take")
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    parser.add_argument("programs", nargs="*", default=["freshet", "aria2", "libtorrent"])
    options = parser.parse_args(words)
    crowd = ups(options.up, options.peers)
    size = content.size(options.size)
    scene = Scene(size, options.origin_up, crowd, options.down, True, False, options.seconds)
    raw = Raw(options.raw, "web-seed")
    top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
    try:
        data = top / "origin" / "data.bin"
        data.parent.mkdir()
        content.random_file(data, scene.size)
        torrent = top / "data.torrent"
        server = f"http://{Network.address(0)}/{data.name}"
        content.torrent(data, torrent, TRACKER, "v1", options.piece_size, "--web-seed", server)
        for number in range(options.runs):
            for name in options.programs:
                folder = top / "run"
                folder.mkdir()
                settings = {"run": number, "origin_up": options.origin_up, "up": options.up}
                try:
                    raw.add({**settings, **run(name, scene, torrent, data, folder)})
                except NotInTime as e:
                    raw.add({**settings, "program": name, "failed": str(e)})
                finally:
                    shutil.rmtree(folder)
    finally:
        shutil.rmtree(top)
    print(f"bound {scene.bound(False):.2f} s, client-server {scene.bound(True):.2f} s")
    print(show(raw, options.programs))
    return 0
