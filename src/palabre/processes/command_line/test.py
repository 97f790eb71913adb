"""`./palabre test [KIND…] [-- PYTEST OPTION…]`: a kind is a folder of tests/, or `web` for the tests of the web faces.

Without a kind: all of them but `load`, which takes an hour. Simulations run beside the quick kinds; what mostly waits
runs in four processes, each with engines of its own; browsers and faults in two. With options of pytest all is one
process. Lines are counted where parts and commands are tested; other whole installations run as users have them, and
quicker.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from palabre.processes.command_line.counting import Counts
from palabre.processes.command_line.parts import ROOT, Plan, run_together

# the quickest first: what is wrong is seen soon
KINDS = ("house", "unit", "properties", "simulation", "contract", "web", "integration", "acceptance", "e2e", "load")
NOT_BY_DEFAULT = {"load"}
# what mostly waits, in four processes of about the same length: acceptance at the demo that all of it shares, that of
# commands and of installations that are hurt, what is heard, and the rest
WAITING = ("contract", "integration", "acceptance")
HEARD = tuple(f"integration/{folder}" for folder in ("voice", "situations"))
OWN = tuple(
    f"acceptance/test_{point}_*.py"
    for point in ("2_01", "2_02", "2_04", "2_11", "2_12", "3_05", "3_07", "3_08", "3_09", "4_11", "5")
)
BESIDE = ("acceptance/test_4_07_*.py", "acceptance/test_4_10_*.py")  # with a demo of its own, where time is left
# in a browser: where microphones and speakers are open; what is only read runs beside, with an installation of its own
LISTENED = tuple(
    f"e2e/desk/test_{name}.py"
    for name in (
        "phone_call",
        "recordings",
        "relay_only",
        "survival",
        "who_hears_whom",
        "callbacks",
        "advisor",
        "calls_of_several",
        "calling",
        "between_colleagues",
        "own_telephone",
        "out_of_an_insult",
        "taken_over",
        "help_line",
        "silent_line",
        "call_strip",
        "numbers",
        "workstation",
    )
)
# one harms its installation for a minute, the others' stand still for as long
FAULTS, KILLED = "acceptance/faults", "acceptance/faults/test_killed_under_load.py"
ALONE = (FAULTS, "load")
# days of virtual time: under coverage they would last for many minutes; units run the same lines
VIRTUAL = "simulation"
AGAIN_MAX = 6  # failures that CI runs once more; beyond it the run has failed


def main(arguments: list[str]) -> int:
    mine, _, more = _split(arguments)
    parser = argparse.ArgumentParser(prog="./palabre test", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=" ".join(KINDS))
    parser.add_argument("--coverage", action="store_true", help="also tell which lines of src/palabre ran")
    asked = parser.parse_args(mine)
    unknown = [k for k in asked.kinds if k not in KINDS]
    if unknown:
        print(f"palabre: there is no kind {unknown[0]} of tests: choose among {' '.join(KINDS)}", file=sys.stderr)
        return 2
    kinds = asked.kinds or [k for k in KINDS if k not in NOT_BY_DEFAULT]
    if asked.coverage and "PALABRE_COVERED" not in os.environ:
        return _covered(kinds, more)
    return _run(kinds, more, time.monotonic())


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    at = arguments.index("--")
    return arguments[:at], "--", arguments[at + 1 :]


def _run(kinds: list[str], more: list[str], began: float) -> int:
    counts, is_broken = Counts(), False
    stages = [[Plan(folders_of(kinds, lambda f: "/" not in f), more)]] if more else stages_of(kinds)
    web = [lambda: _web(counts)] if "web" in kinds and not more else []
    for stage in stages:
        for ended in run_together(stage, *web, once_more=bool(os.environ.get("CI"))):
            counts.add(ended.counts)
            is_broken |= ended.is_broken
        web = []
    if counts.failed and not is_broken and os.environ.get("CI"):
        _again(counts)
    print(counts.by_kind(), flush=True)
    print(counts.closing_line(began), flush=True)
    return 1 if counts.failed or is_broken else 0


def stages_of(kinds: list[str]) -> list[list[Plan]]:
    """One after the other; the plans of a stage side by side."""
    quick = Plan(folders_of(kinds, lambda f: f not in (*WAITING, *ALONE, VIRTUAL, "e2e")))
    virtual = Plan(folders_of(kinds, lambda f: f == VIRTUAL), covered=False)
    listened = _matching(LISTENED) if "e2e" in kinds else []
    read = _but(folders_of(kinds, lambda f: f == "e2e"), listened)._replace(behind=True)
    killed = [KILLED] if "acceptance" in kinds else []
    stopped = _but([FAULTS] if killed else [], killed)
    hours = folders_of(kinds, lambda f: f == "load")
    return [[quick, virtual], _waiting(kinds), [_but(listened), read], [_but(killed), stopped], [_but(hours)]]


def _waiting(kinds: list[str]) -> list[Plan]:
    heard, rest = _integration() if "integration" in kinds else ([], [])
    own, beside = (_matching(OWN), _matching(BESIDE)) if "acceptance" in kinds else ([], [])
    shared = folders_of(kinds, lambda f: f == "acceptance")
    contract = folders_of(kinds, lambda f: f == "contract")
    return [_but(shared, [FAULTS, *own, *beside]), Plan(own), Plan(heard), Plan(contract + rest + beside)]


def _but(folders: list[str], others: Sequence[str] = ()) -> Plan:
    """Of whole installations; without those `others`, which run in another process."""
    return Plan(folders, [f"--ignore=tests/{f}" for f in others], covered=False)


def _integration() -> tuple[list[str], list[str]]:
    """The rooms that are heard and shown, and all the others."""
    there = {f"integration/{p.name}" for p in (ROOT / "tests/integration").iterdir() if any(p.glob("test_*.py"))}
    return [f for f in HEARD if f in there], sorted(there - {*HEARD})


def _matching(globs: Sequence[str]) -> list[str]:
    tests = ROOT / "tests"
    return [str(path.relative_to(tests)) for glob in globs for path in sorted(tests.glob(glob))]


def folders_of(kinds: list[str], wanted: Callable[[str], bool]) -> list[str]:
    """Of tests/, in the order of KINDS, those of these kinds that are `wanted`."""
    known = (*KINDS, *(f for f in ALONE if f not in KINDS))
    return [f for f in known if f.split("/")[0] in kinds and f != "web" and wanted(f)]


def _again(counts: Counts) -> None:
    """In CI a few failures are run once more, each alone: a noisy neighbour is told from a defect, and both are told.

    A test that is unsteady is named on a line of its own: it is a defect of the product or of the test until mended.
    """
    if len(counts.failures) > AGAIN_MAX:
        return
    for test, reports in list(counts.failures.items()):
        [ended] = run_together([Plan([test.removeprefix("tests/")])])
        if ended.code == 0:
            print(f"UNSTEADY: {test} failed in the run and passed alone", flush=True)
            counts.failed -= reports
            counts.passed += 1
            del counts.failures[test]


def _web(counts: Counts) -> None:
    from palabre.processes.command_line import test_web

    began = time.monotonic()
    test_web.run(counts)
    counts.take("web", time.monotonic() - began)


def _covered(kinds: list[str], more: list[str]) -> int:
    """Again under coverage; children are measured too, whatever their account. Fails below pyproject's figure."""
    with tempfile.TemporaryDirectory(prefix="palabre-coverage-") as folder:
        os.chmod(folder, 0o1777)
        environment = os.environ | {"PALABRE_COVERED": "1", "COVERAGE_FILE": f"{folder}/.coverage"}
        coverage, test = [sys.executable, "-m", "coverage"], ["-m", "palabre.processes.command_line", "test"]
        code = subprocess.run([*coverage, "run", *test, *kinds, "--", *more], cwd=ROOT, env=environment).returncode
        subprocess.run([*coverage, "combine", "-q"], cwd=ROOT, env=environment)
        report = [*coverage, "report", "--skip-covered", "--skip-empty", "--sort=cover"]
        told = subprocess.run(report, cwd=ROOT, env=environment)
    return code or told.returncode
