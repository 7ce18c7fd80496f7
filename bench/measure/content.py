"""The data that is passed round, and its torrent."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .programs import ROOT


def random_file(path: Path, size: int) -> None:
    """Makes a file of that many bytes that nothing can compress."""
    with path.open("wb") as out:
        left = size
        while left > 0:
            left -= out.write(os.urandom(min(left, 8 << 20)))


def torrent(
    data: Path, out: Path, tracker: str, version: str, piece_size: str | None, *more: str
) -> None:
    """Makes the torrent by `freshet create`; all programs get the same."""
    command = [str(ROOT / "freshet"), "create", str(data), "-o", str(out), "--tracker", tracker, "-q"]
    command += [f"--{version}"] + (["--piece-size", piece_size] if piece_size else [])
    command += more
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def size(text: str) -> int:
    """Bytes of a size such as 2GiB or 16MiB."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if text.endswith(unit):
            return int(float(text.removesuffix(unit)) * factor)
    return int(text)
