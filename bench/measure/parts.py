"""What is written in Java: the module `bench`, built when it is needed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .programs import ROOT


def java(main: str, *options: str) -> list[str]:
    """The command that runs a main class of the module, after building it."""
    home = subprocess.run([str(ROOT / "tools/find-jdk")], check=True, capture_output=True, text=True).stdout.strip()
    words = ["-q", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true", "-pl", "bench", "-am"]
    subprocess.run([str(ROOT / "build"), *words, "process-classes"], check=True)
    built = ROOT / "bench" / "target"
    path = f"{built / 'classes'}:{(built / 'class-path').read_text()}"
    return [str(Path(home) / "bin" / "java"), *options, "-cp", path, main]


def jmh(words: list[str]) -> int:
    """Runs JMH with these arguments: a pattern of names, -prof gc, and its own others."""
    command = java("org.openjdk.jmh.Main", "-Xms256m")
    return subprocess.run([*command, "-f", "1", "-wi", "3", "-i", "5", "-w", "1", "-r", "1", *words], cwd=os.getcwd()).returncode
