"""A crowd turns to one web server (BEP 19) at the same moment, over shaped links. Needs root, nginx.

Each peer lives in a network namespace; nginx, which knows nothing of the swarm, in another. All
processes run and wait for the .torrent file; the clock starts when it is handed to all of them at
once. Origin sent / F: bytes of bodies that nginx's access log counts, over the size; wire: what left
its interface, headers included, times 0.95. Last peer / bound: as in `tools/bench swarm`.
"""

from __future__ import annotations

import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from . import crowd
from .children import Child, Children, until
from .crowd import PAYLOAD, PORT, TRACKER, Race, Scene
from .network import Network
from .programs import PROGRAMS, Role
from .report import Raw

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


def run(scene: Scene, name: str, torrent: Path, data: Path, folder: Path) -> dict[str, Any]:
    """One distribution, measured."""
    with Network(scene.links()) as network, Children() as children:
        here = Path(__file__)
        tracker = crowd.tracker(network, children, folder)
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
        waiting = {i: partial(kind.complete, role) for i, (role, _) in enumerate(peers)}
        race = Race(waiting, began)
        race.watch(scene.seconds, [tracker, origin])
        wire = network.sent(0) - before
        cpu = sum(child.cost().cpu for _, child in peers if child.running()) - idle
        for _, child in peers:
            child.end()
        # an answer is logged when its connection has ended
        time.sleep(1)
        origin.send(signal.SIGTERM)
        origin.process.wait(20)
        sent, answers = bodies(folder / "nginx" / "sent.log")
        race.compare(data, lambda peer: folder / f"data{peer + 1}" / data.name)
    return {
        "peers": len(peers),
        "size": scene.size,
        **race.outcome(scene),
        "origin_sent_over_size": round(sent / scene.size, 4),
        "answers": answers,
        "wire_over_size": round(wire * PAYLOAD / scene.size, 4),
        "cpu_s": round(cpu, 1),
    }


COLUMNS = {
    "origin sent / F": crowd.middle("origin_sent_over_size", 3),
    "wire": crowd.middle("wire_over_size", 3),
    "last peer / bound": crowd.middle("last_over_bound", 2),
    "CPU s, all peers": crowd.middle("cpu_s", 1),
}


def main(words: list[str]) -> int:
    parser = crowd.arguments(
        "web-seed",
        __doc__,
        size="128MiB",
        piece_size="128KiB",
        peers=30,
        origin_up="4Mbit",
        up="4Mbit",
        down="64Mbit",
        seconds=600,
    )
    parser.add_argument("programs", nargs="*", default=["freshet", "aria2", "libtorrent"])
    options = parser.parse_args(words)
    scene = crowd.scene(options)
    raw = Raw(options.raw, "web-seed")
    server = f"http://{Network.address(0)}"
    settings = {"origin_up": options.origin_up}
    crowd.measure(raw, options, settings, partial(run, scene), server)
    print(scene)
    print(crowd.summary(raw, options.programs, COLUMNS))
    return 0
