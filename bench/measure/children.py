"""Programs under measurement: started in groups of their own, and ended whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Seconds of processor of one process and those it has waited for, and its peak resident bytes."""

    cpu: float
    resident: int


class Child:
    """One running program."""

    def __init__(self, name: str, command: list[str], home: Path, environment: dict[str, str]):
        home.mkdir(parents=True, exist_ok=True)
        self.name = name
        self.out = home / "out"
        with self.out.open("wb") as out, (home / "err").open("wb") as err:
            self.process = subprocess.Popen(
                command,
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, **environment},
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def running(self) -> bool:
        return self.process.poll() is None

    def cost(self) -> Cost:
        """What it has cost so far; asked while it runs, so that its ending does not count."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        cpu = sum(int(ticks) for ticks in fields[11:15]) / TICKS
        resident = 0
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                resident = int(line.split()[1]) * 1024
        return Cost(cpu, resident)

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the whole group."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:
            pass

    def end(self) -> None:
        """Ends it at once: what it would still do is not measured."""
        self.send(signal.SIGKILL)
        self.process.wait()


class Children:
    """All programs of one run; leaving the context ends them."""

    def __init__(self) -> None:
        self.all: list[Child] = []

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self.all:
            child.end()

    def start(
        self, name: str, command: list[str], home: Path, environment: dict[str, str] | None = None
    ) -> Child:
        child = Child(name, command, home, environment or {})
        self.all.append(child)
        return child


class NotInTime(Exception):
    """Something that was waited for did not come."""


def until(condition, seconds: float, what: str, children: list[Child], every: float = 0.005) -> float:
    """Waits for a condition and tells when it held, by the monotonic clock."""
    deadline = time.monotonic() + seconds
    while not condition():
        now = time.monotonic()
        if now > deadline:
            raise NotInTime(f"{what}: not within {seconds:g} s")
        for child in children:
            if not child.running():
                raise NotInTime(f"{what}: {child.name} ended with {child.process.returncode}")
        time.sleep(every)
    return time.monotonic()
