import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from measure.children import Children, NotInTime, until
from measure.network import PREFIX, Network, NoNetwork, ip, ours

BENCH = Path(__file__).resolve().parents[1]


def may_make_networks() -> bool:
    try:
        with Network([(1_000_000, 1_000_000)]):
            return True
    except (NoNetwork, FileNotFoundError):
        return False


class ChildrenTest(unittest.TestCase):
    def test_are_ended_with_all_they_started_when_a_run_fails(self):
        with tempfile.TemporaryDirectory() as home:
            with self.assertRaises(NotInTime):
                with Children() as children:
                    words = ["sh", "-c", "sleep 1000 & echo $!; wait"]
                    child = children.start("parent", words, Path(home))
                    until(lambda: child.out.read_text().endswith("\n"), 10, "a pid", [child])
                    grandchild = int(child.out.read_text())
                    raise NotInTime("as if")
            self.assertFalse(child.running())
            # the signal is on its way; whoever reaps it now may take a moment
            until(lambda: not Path(f"/proc/{grandchild}").exists(), 10, "its end", [])

    def test_that_end_early_end_the_waiting(self):
        with tempfile.TemporaryDirectory() as home, Children() as children:
            child = children.start("short", ["false"], Path(home))
            with self.assertRaisesRegex(NotInTime, "short ended with 1"):
                until(lambda: False, 10, "never", [child])


@unittest.skipUnless(may_make_networks(), "network namespaces need root")
class NetworkTest(unittest.TestCase):
    def test_is_gone_when_a_run_fails(self):
        with self.assertRaises(NotInTime):
            with Network([(1_000_000, 2_000_000)] * 2):
                self.assertEqual(3, len([maker for maker in ours().values() if maker == os.getpid()]))
                raise NotInTime("as if")
        self.assertNotIn(os.getpid(), ours().values())

    def test_is_gone_when_it_could_not_be_made(self):
        with self.assertRaises(NoNetwork):
            with Network([(1_000_000, 1_000_000), (-1, 1_000_000)]):
                pass
        self.assertNotIn(os.getpid(), ours().values())

    def test_of_one_that_was_killed_is_removed_by_the_next(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        ip("netns", "add", f"{PREFIX}{gone.pid}-switch")
        with Network([(1_000_000, 1_000_000)]):
            self.assertNotIn(gone.pid, ours().values())

    def test_is_gone_when_the_bench_is_told_to_end(self):
        script = (
            "import signal, sys, time; from measure.network import Network\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\n"
            "with Network([(1000000, 1000000)]): print(flush=True); time.sleep(1000)"
        )
        bench = subprocess.Popen([sys.executable, "-c", script], cwd=BENCH, stdout=subprocess.PIPE)
        bench.stdout.readline()
        self.assertIn(bench.pid, ours().values())
        bench.send_signal(signal.SIGTERM)
        self.assertEqual(143, bench.wait())
        bench.stdout.close()
        self.assertNotIn(bench.pid, ours().values())


if __name__ == "__main__":
    unittest.main()
