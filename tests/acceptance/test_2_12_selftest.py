"""Issue 2, point 12: one phone call and one chat from end to end, by one command, without a browser."""

import json
import subprocess
import sys
from pathlib import Path

SECONDS_MAX = 45
CHECKOUT = Path(__file__).parents[2]


def test_the_self_test_says_all_is_true(missing):
    done = subprocess.run(
        [sys.executable, "-m", "palabre.processes.command_line", "selftest", "--json"],
        capture_output=True, text=True, timeout=4 * SECONDS_MAX, cwd=CHECKOUT)  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1]) if done.stdout else {}
    if "telephony" in told.get("failure", ""):
        missing(told["failure"])
    assert done.returncode == 0 and told["ok"], (told, done.stderr[-2000:])
    assert told["seconds"] < SECONDS_MAX
    assert {"talk", "recording"} == {s["window"] for s in told["heard"]}
    assert all(s["true"] for s in told["heard"]) and len(told["heard"]) == 8
    assert all(s["ms"] >= 0 for s in told["steps"])
