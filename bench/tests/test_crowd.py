"""What the benches of crowds share."""

import argparse
import tempfile
import time
import unittest
from pathlib import Path

from measure import crowd


class CrowdTest(unittest.TestCase):
    def scene(self, seconds: float = 5) -> crowd.Scene:
        return crowd.Scene(950_000, 8_000_000, [8_000_000, 4_000_000], 16_000_000, seconds)

    def test_bound_is_the_origins_uplink_here_and_grows_with_clients(self) -> None:
        self.assertAlmostEqual(self.scene().bound(client_server=False), 1.0)
        self.assertAlmostEqual(self.scene().bound(client_server=True), 2.0)

    def test_rates_are_dealt_in_turn_and_nonsense_is_refused(self) -> None:
        self.assertEqual(crowd.ups("4Mbit,20Mbit", 3), [4_000_000, 20_000_000, 4_000_000])
        with self.assertRaises(argparse.ArgumentTypeError):
            crowd.rate("16MB")

    def test_a_race_says_who_was_complete_when_and_who_has_something_else(self) -> None:
        gone: list[int] = []
        race = crowd.Race({0: lambda: True, 1: lambda: bool(gone)}, time.monotonic(), gone.append)
        race.watch(5, [])
        self.assertEqual(gone, [0, 1])
        self.assertIn("last_s", race.outcome(self.scene()))
        with tempfile.TemporaryDirectory() as folder:
            for name, text in (("data", "a"), ("0", "a"), ("1", "b")):
                (Path(folder) / name).write_text(text)
            race.compare(Path(folder) / "data", lambda peer: Path(folder) / str(peer))
        self.assertIn("peer 2", race.outcome(self.scene())["failed"])

    def test_a_race_that_is_not_over_in_time_has_no_last(self) -> None:
        race = crowd.Race({0: lambda: True, 1: lambda: False}, time.monotonic())
        race.watch(0.1, [])
        outcome = race.outcome(self.scene())
        self.assertIn("1 of 2 were complete", outcome["failed"])
        self.assertNotIn("last_s", outcome)


if __name__ == "__main__":
    unittest.main()
