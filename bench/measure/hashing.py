"""create and verify of a file in memory, beside mktorrent and what OpenSSL's hashes do alone.

GB/s by the clock, and GB for each second of processor, which other work on the machine changes
less: that is the figure to hold against OpenSSL's on one core.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from . import content
from .programs import ROOT
from .report import Raw, median, table


def openssl(algorithm: str) -> dict[str, Any]:
    """OpenSSL hashing one buffer over and over, by its own account in processor time."""
    words = ["openssl", "speed", "-mr", "-seconds", "2", "-bytes", "262144", algorithm]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    match = re.search(r"^\+F:\d+:\w[\w-]*:([\d.]+)", done.stdout, re.MULTILINE)
    if not match:
        raise RuntimeError(f"openssl speed says {done.stdout!r}")
    return {"program": f"openssl {algorithm}, one core", "gb_per_cpu_s": float(match[1]) / 1e9}


def once(program: str, command: list[str], size: int) -> dict[str, Any]:
    before = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - before
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return {
        "program": program,
        "gb_per_s": round(size / 1e9 / seconds, 3),
        "gb_per_cpu_s": round(size / 1e9 / (usage.ru_utime + usage.ru_stime), 3),
        "resident_mib": usage.ru_maxrss >> 10,
    }


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tools/bench hashing", description=__doc__)
    parser.add_argument("--size", default="2GiB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--memory", type=Path, default=Path("/dev/shm"), help="where the data lies")
    parser.add_argument("--raw", type=Path, help="a folder for every single measurement")
    options = parser.parse_args(words)
    raw = Raw(options.raw, "hashing")
    size = content.size(options.size)
    top = Path(tempfile.mkdtemp(prefix="freshet-bench-", dir=options.memory))
    try:
        data = top / "data.bin"
        content.random_file(data, size)
        out = top / "x.torrent"
        freshet = str(ROOT / "freshet")
        for number in range(options.runs):
            for algorithm in ("sha1", "sha256"):
                raw.add({"run": number, **openssl(algorithm)})
            for version in ("v1", "v2", "hybrid"):
                make = [freshet, "create", f"--{version}", "-q", str(data), "-o", str(out)]
                out.unlink(missing_ok=True)
                raw.add({"run": number, **once(f"freshet create {version}", make, size)})
                check = [freshet, "verify", "-q", str(out), "--dir", str(top)]
                raw.add({"run": number, **once(f"freshet verify {version}", check, size)})
            for threads in (1, os.cpu_count() or 1):
                out.unlink(missing_ok=True)
                make = ["mktorrent", "-t", str(threads), "-l", "20", "-o", str(out), str(data)]
                raw.add({"run": number, **once(f"mktorrent v1, threads: {threads}", make, size)})
    finally:
        shutil.rmtree(top)
    rows = []
    for program in dict.fromkeys(run["program"] for run in raw.runs):
        runs = raw.of(program)
        by_clock, resident = median(runs, "gb_per_s"), median(runs, "resident_mib")
        rows.append(
            [
                program,
                f"{by_clock:.2f}" if by_clock == by_clock else "",
                f"{median(runs, 'gb_per_cpu_s'):.2f}",
                f"{resident:.0f}" if resident == resident else "",
            ]
        )
    print(table(["", "GB/s", "GB/CPU s", "MiB"], rows))
    return 0
