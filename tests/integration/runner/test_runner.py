"""`./palabre test` itself: every test has its place, what failed is told whole, and what hangs is ended and named."""

from __future__ import annotations

import os
import select
from pathlib import Path

import pytest

from palabre.processes.command_line import parts, test
from palabre.processes.command_line.parts import Plan, run_together

TESTS = Path(__file__).parents[2]
HANGS = """
import signal, subprocess, threading, time, pytest

def patiently(): time.sleep(1000)

@pytest.mark.seconds_max(1)
def test_deaf(tmp_path):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    threading.Thread(target=patiently, daemon=True).start()
    child = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    print("child", child.pid)
    open("child", "w").write(str(child.pid))
    child.wait()

def test_never_reached(): pass
"""
HANGS_ONCE = """
import os, signal, time, pytest

@pytest.mark.seconds_max(1)
def test_deaf():
    if os.path.exists("met"):
        return
    open("met", "w").close()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    time.sleep(1000)

def test_after(): pass
"""
SLOW = """
import asyncio, pytest

@pytest.fixture
def never():
    async def nobody_comes():
        await asyncio.Event().wait()
    asyncio.run(nobody_comes())

@pytest.mark.seconds_max(1)
def test_slow(never): pass

def test_after(): pass
"""
SWALLOWED = """
import threading, time, weakref, pytest

class One: pass

@pytest.mark.seconds_max(1)
def test_told_where_nobody_hears():
    one = One()
    ref = weakref.ref(one, lambda _: time.sleep(1.5))
    del one
    threading.Event().wait()

def test_after(): pass
"""


def belongs(file: Path, plan: Plan) -> bool:
    name = file.relative_to(TESTS).as_posix()
    ignored = [option.removeprefix("--ignore=tests/") for option in plan.options]
    within = [f for f in plan.folders if name == f or name.startswith(f"{f}/")]
    return bool(within) and not any(name == f or name.startswith(f"{f}/") for f in ignored)


def ends(pid: int, seconds_max: float) -> bool:
    """Also before the machine's first process has taken note of it."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], seconds_max)[0])
    finally:
        os.close(process)


def test_every_file_of_tests_runs_in_exactly_one_process():
    plans = [plan for stage in test.stages_of(list(test.KINDS)) for plan in stage]
    for file in TESTS.rglob("test_*.py"):
        assert len([p for p in plans if belongs(file, p)]) == 1, file
    some = [plan for stage in test.stages_of(["integration"]) for plan in stage if plan.folders]
    assert len(some) == 2 and all(f.startswith("integration/") for plan in some for f in plan.folders)


@pytest.fixture
def ground(tmp_path, monkeypatch):
    """A tree of tests of our own: `ground(name=text)`."""
    monkeypatch.setattr(parts, "GRACE_SECONDS", 1)
    monkeypatch.setattr(parts, "POLL_SECONDS", 0.05)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # they take two seconds to load, for nothing
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -ra\n")

    def make(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / "tests" / name).mkdir(parents=True)
            (tmp_path / "tests" / name / f"test_{name}.py").write_text(text)
        return tmp_path

    return make


def test_failures_of_every_process_are_told_whole_and_counted(ground, capfd):
    root = ground(
        one="def test_one(): pass\n",
        two="def test_two():\n    very = 'odd'\n    assert very == 'even'\n",
        three="import nothing_of_this_name\n",
    )
    ended = run_together([Plan(["one"]), Plan(["two"]), Plan(["three"])], root=root)
    said = capfd.readouterr().out
    assert "1 passed" in said and "assert 'odd' == 'even'" in said and "nothing_of_this_name" in said
    assert sorted(e.code for e in ended) == [0, 1, 2]
    assert [e.is_broken for e in sorted(ended)] == [False, False, True]
    assert sum(e.counts.failed for e in ended) == 2 and sum(e.counts.passed for e in ended) == 1
    assert {t for e in ended for t in e.counts.failures} == {"tests/two/test_two.py::test_two"}


def test_what_hears_no_signal_is_ended_with_its_stacks_and_named(ground, capfd):
    root = ground(fine="def test_fine(): pass\n", hangs=HANGS)
    ended = {e.is_broken: e for e in run_together([Plan(["fine"]), Plan(["hangs"])], root=root)}
    said = capfd.readouterr().out
    assert ended[False].counts.passed == 1 and ended[True].counts.failed == 1
    assert "tests/hangs/test_hangs.py::test_deaf" in ended[True].counts.failures
    assert "HUNG: tests/hangs/test_hangs.py::test_deaf call" in said
    assert "in patiently" in said and "in test_deaf" in said, "where its threads stand"
    assert ends(int((root / "child").read_text()), 10), "what it began remains"


def test_a_part_that_hung_is_run_once_more_where_that_is_asked(ground, capfd):
    [ended] = run_together([Plan(["once"])], root=ground(once=HANGS_ONCE), once_more=True)
    said = capfd.readouterr().out
    assert (ended.code, ended.counts.failed, ended.counts.passed) == (0, 0, 2)
    assert "HUNG: tests/once/test_once.py::test_deaf call" in said and "AGAIN" in said
    [ended] = run_together([Plan(["hangs"])], root=ground(hangs=HANGS), once_more=True)
    assert ended.is_broken and capfd.readouterr().out.count("HUNG: ") == 2, "twice is once too often"


def test_a_fixture_that_waits_for_ever_fails_and_the_others_go_on(ground, capfd):
    [ended] = run_together([Plan(["slow"])], root=ground(slow=SLOW))
    said = capfd.readouterr().out
    assert (ended.code, ended.counts.failed, ended.counts.passed) == (1, 1, 1)
    assert "longer than 1 s in setup" in said and "in nobody_comes" in said


def test_a_bound_that_passes_in_a_callback_of_the_collector_is_said_again(ground, capfd, monkeypatch):
    """Python swallows what is raised there: the test hung on, and the whole process was ended for it."""
    root = ground(swallowed=SWALLOWED)
    monkeypatch.setattr(parts, "GRACE_SECONDS", 30)
    [ended] = run_together([Plan(["swallowed"])], root=root)
    told = capfd.readouterr().out
    assert (ended.counts.failed, ended.counts.passed) == (1, 1)
    assert "longer than 1 s in call" in told and "HUNG" not in told


def test_one_that_says_nothing_at_all_is_ended(ground, capfd, monkeypatch):
    monkeypatch.setattr(parts, "command", lambda *_: ["sleep", "1000"])
    monkeypatch.setattr(parts, "STARTING_SECONDS_MAX", 0)
    [ended] = run_together([Plan(["quiet"])], root=ground(quiet=""))
    assert ended.is_broken and "HUNG: starting" in capfd.readouterr().out
