"""How each program is asked to seed or to fetch, and how it says that it has everything.

Each gets its defaults but for the finding of peers, which is left to one tracker, so that nothing
goes on the wire that is not asked for. A program says that it is complete by making a file.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Role:
    """One peer: where it lives, listens and keeps its data; the torrent may be a web link."""

    torrent: Path | str
    tracker: str
    directory: Path
    home: Path
    host: str
    port: int
    seed: bool

    @property
    def mark(self) -> Path:
        return self.home / "complete"


@dataclass(frozen=True)
class Freshet:
    name: str = "freshet"

    def command(self, role: Role) -> list[str]:
        common = ["--dir", str(role.directory), "--bind", role.host, "--port", str(role.port)]
        if role.seed:
            return [str(ROOT / "freshet"), "seed", str(role.torrent), *common]
        return [str(ROOT / "freshet"), "get", str(role.torrent), "--keep-seeding", *common]

    def environment(self, role: Role) -> dict[str, str]:
        return {"XDG_STATE_HOME": str(role.home)}

    def complete(self, role: Role) -> bool:
        return b"complete" in (role.home / "out").read_bytes()


class Marks:
    """Programs that make a file at the moment of completion."""

    def environment(self, role: Role) -> dict[str, str]:
        return {"HOME": str(role.home)}

    def complete(self, role: Role) -> bool:
        return role.mark.exists()


def with_libtorrent(script: str) -> list[str]:
    """The command for one of our scripts that needs libtorrent: Debian's own Python has Debian's."""
    python = "/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable
    return [python, str(Path(__file__).with_name(script))]


@dataclass(frozen=True)
class LibTorrent(Marks):
    name: str = "libtorrent"
    settings: tuple[str, ...] = ()

    def command(self, role: Role) -> list[str]:
        where = [str(role.torrent), str(role.directory), role.host, str(role.port), str(role.mark)]
        return [*with_libtorrent("libtorrent_peer.py"), *where, *self.settings]


@dataclass(frozen=True)
class Bare(Marks):
    """Not a program: what sending, receiving, hashing and writing cost by themselves (v1 only)."""

    name: str = "bare"

    def command(self, role: Role) -> list[str]:
        data = role.directory / "data.bin"
        words = ["seed" if role.seed else "get", role.torrent, role.tracker, data, role.host, role.port, role.mark]
        return [*with_libtorrent("bare_peer.py"), *map(str, words)]


@dataclass(frozen=True)
class Aria2(Marks):
    name: str = "aria2"

    def command(self, role: Role) -> list[str]:
        hook = role.home / "hook"
        hook.write_text(f'#!/bin/sh\n: >"{role.mark}"\n')
        hook.chmod(0o755)
        return [
            "aria2c",
            "--no-conf",
            f"--dir={role.directory}",
            f"--interface={role.host}",
            f"--listen-port={role.port}",
            "--enable-dht=false",
            "--bt-enable-lpd=false",
            "--check-integrity=true",
            "--seed-ratio=0.0",
            "--file-allocation=none",
            "--summary-interval=0",
            f"--on-bt-download-complete={hook}",
            str(role.torrent),
        ]


@dataclass(frozen=True)
class RTorrent(Marks):
    name: str = "rtorrent"

    def command(self, role: Role) -> list[str]:
        session = role.home / "session"
        session.mkdir(exist_ok=True)
        options = role.home / "rtorrent.rc"
        options.write_text(
            f"""\
system.daemon.set = true
network.bind_address.set = {role.host}
network.port_range.set = {role.port}-{role.port}
network.port_random.set = no
directory.default.set = {role.directory}
session.path.set = {session}
dht.mode.set = off
method.set_key = event.download.finished, marked, "execute.nothrow = touch, {role.mark}"
schedule2 = start, 0, 0, "load.start = \\"{role.torrent}\\""
"""
        )
        return ["rtorrent", "-n", "-o", f"import={options}"]


@dataclass(frozen=True)
class Transmission(Marks):
    name: str = "transmission"

    def command(self, role: Role) -> list[str]:
        hook = role.home / "hook"
        hook.write_text(f'#!/bin/sh\n: >"{role.mark}"\n')
        hook.chmod(0o755)
        settings = {
            "bind-address-ipv4": role.host,
            "dht-enabled": False,
            "lpd-enabled": False,
            "peer-port": role.port,
            "port-forwarding-enabled": False,
            "rename-partial-files": False,
            "rpc-enabled": False,
            "download-dir": str(role.directory),
            "watch-dir": str(role.home / "watch"),
            "watch-dir-enabled": True,
            "script-torrent-done-enabled": True,
            "script-torrent-done-filename": str(hook),
        }
        (role.home / "settings.json").write_text(json.dumps(settings))
        watch = role.home / "watch"
        watch.mkdir(exist_ok=True)
        (watch / "x.torrent").write_bytes(Path(role.torrent).read_bytes())
        return ["transmission-daemon", "-f", "-g", str(role.home)]


PROGRAMS = {
    program.name: program
    for program in (
        Freshet(),
        LibTorrent(),
        LibTorrent("libtorrent-tcp", ("enable_outgoing_utp=false", "enable_incoming_utp=false")),
        LibTorrent(
            "libtorrent-tuned",
            (
                "enable_outgoing_utp=false",
                "enable_incoming_utp=false",
                "send_buffer_watermark=3145728",
                "send_buffer_low_watermark=524288",
                "send_socket_buffer_size=1048576",
                "recv_socket_buffer_size=1048576",
                "max_out_request_queue=2000",
                "aio_threads=4",
            ),
        ),
        Aria2(),
        RTorrent(),
        Transmission(),
        Bare(),
    )
}
