"""Raw data kept as lines of JSON, and tables of medians from them."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import Any


class Raw:
    """Every run as it was measured: one line each, in a folder that the caller chose."""

    def __init__(self, folder: Path | None, bench: str):
        self.file = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self.file = folder / f"{bench}.jsonl"
        self.runs: list[dict[str, Any]] = []

    def add(self, run: dict[str, Any]) -> None:
        self.runs.append(run)
        print(json.dumps(run), file=sys.stderr, flush=True)
        if self.file is not None:
            with self.file.open("a") as out:
                out.write(json.dumps(run) + "\n")

    def of(self, program: str) -> list[dict[str, Any]]:
        return [run for run in self.runs if run["program"] == program]


def median(runs: list[dict[str, Any]], key: str) -> float:
    """The median over those runs that got so far; NaN if none did."""
    values = [run[key] for run in runs if run.get(key) is not None]
    return statistics.median(values) if values else float("nan")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns of text, the first to the left, the others to the right."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
