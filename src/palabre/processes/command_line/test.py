"""`./palabre test [KIND…] [-- PYTEST OPTION…]`: a kind is a folder of tests/, or `web` for the tests of the web faces.

Without a kind: all of them but `load`, which takes an hour. Simulations run beside the quick kinds; what mostly waits
runs in two processes, each with engines of its own; what loads or times the machine runs alone. With options of pytest
all is one process.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from palabre.processes.command_line.counting import KEPT_IN, PLUGIN, Counts

ROOT = Path(__file__).parents[4]
# the quickest first: what is wrong is seen soon
KINDS = ("house", "unit", "properties", "simulation", "contract", "web", "integration", "acceptance", "e2e", "load")
NOT_BY_DEFAULT = {"load"}
# what mostly waits, in two processes: what is heard and shown by the first, all the rest by the second
WAITING = ("contract", "integration", "acceptance")
HEARD = tuple(f"integration/{folder}" for folder in ("voice", "situations", "chat", "desk", "flows"))
ALONE = ("acceptance/faults", "e2e", "load")
# days of virtual time: not under coverage, which would make it many minutes; units run the same lines
VIRTUAL = "simulation"
COVERING = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
BESIDE_SECONDS_MAX = 1200
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
    with tempfile.TemporaryDirectory(prefix="palabre-counts-") as folder:
        os.environ[KEPT_IN] = f"{folder}/counts.json"
        return _run(kinds, more, time.monotonic())


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    at = arguments.index("--")
    return arguments[:at], "--", arguments[at + 1 :]


def _run(kinds: list[str], more: list[str], began: float) -> int:
    if more:
        codes = [_pytest(folders_of(kinds, lambda f: "/" not in f), *more)]
    else:
        codes = _quick_kinds(kinds) + _waiting_kinds(kinds) + [_pytest(folders_of(kinds, lambda f: f in ALONE))]
    counts = Counts.kept()
    broken = [c for c in codes if c not in (0, 1, 5)]  # 1: a test failed, and is counted; 5: none was there
    if counts.failed and not broken and os.environ.get("CI"):
        _again(counts)
    print(counts.by_kind(), flush=True)
    print(counts.closing_line(began), flush=True)
    return 1 if counts.failed or broken else 0


def _quick_kinds(kinds: list[str]) -> list[int]:
    beside = Beside([VIRTUAL], covered=False) if VIRTUAL in kinds else None
    if "web" in kinds:
        _web()
    codes = [_pytest(folders_of(kinds, lambda f: f not in (*WAITING, *ALONE, VIRTUAL)))]
    return codes + ([beside.end()] if beside else [])


def _waiting_kinds(kinds: list[str]) -> list[int]:
    rest = folders_of(kinds, lambda f: f in WAITING and f != "integration")
    if "integration" in kinds:
        others = {f"integration/{p.name}" for p in (ROOT / "tests/integration").iterdir() if any(p.glob("test_*.py"))}
        rest += sorted(others - {*HEARD})
    beside = Beside(HEARD) if "integration" in kinds else None
    codes = [_pytest(rest, *(f"--ignore=tests/{f}" for f in ALONE))]
    return codes + ([beside.end()] if beside else [])


def folders_of(kinds: list[str], wanted: Callable[[str], bool]) -> list[str]:
    """Of tests/, in the order of KINDS, those of these kinds that are `wanted`."""
    known = (*KINDS, *(f for f in ALONE if f not in KINDS))
    return [f for f in known if f.split("/")[0] in kinds and f != "web" and wanted(f)]


def _pytest(folders: Sequence[str], *options: str) -> int:
    """Its exit code; 0 where there is nothing to run."""
    if not folders:
        return 0
    return subprocess.run(_command(*options, *_placed(folders)), cwd=ROOT, stdin=subprocess.DEVNULL).returncode


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", PLUGIN, *arguments]


def _placed(folders: Sequence[str]) -> list[str]:
    return [f"tests/{folder}" for folder in folders]


class Beside:
    """Folders in a process with engines of its own, while others run; `end` waits and tells what it said."""

    def __init__(self, folders: Sequence[str], *, covered: bool = True) -> None:
        self.said = tempfile.TemporaryFile("w+")
        self.folder = tempfile.TemporaryDirectory(prefix="palabre-beside-")
        environment = {k: v for k, v in os.environ.items() if covered or k not in COVERING}
        environment[KEPT_IN] = f"{self.folder.name}/counts.json"
        self.child = subprocess.Popen(
            _command(*_placed(folders)), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=self.said, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def end(self) -> int:
        try:
            code = self.child.wait(BESIDE_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.child.kill()
            code = self.child.wait()
        self.said.seek(0)
        print(self.said.read(), end="", flush=True)
        counts = Counts.kept()
        counts.add(Counts.read(Path(self.folder.name) / "counts.json"))
        counts.keep()
        self.folder.cleanup()
        return code


def _again(counts: Counts) -> None:
    """In CI a few failures are run once more, each alone: a noisy neighbour is told from a defect, and both are told.

    A test that is unsteady is named on a line of its own: it is a defect of the product or of the test until mended.
    """
    if len(counts.failures) > AGAIN_MAX:
        return
    environment = {k: v for k, v in os.environ.items() if k != KEPT_IN}
    for test, reports in list(counts.failures.items()):
        if subprocess.run(_command(test), cwd=ROOT, env=environment, stdin=subprocess.DEVNULL).returncode == 0:
            print(f"UNSTEADY: {test} failed in the run and passed alone", flush=True)
            counts.failed -= reports
            counts.passed += 1
            del counts.failures[test]


def _web() -> None:
    from palabre.processes.command_line import test_web

    began, counts = time.monotonic(), Counts.kept()
    test_web.run(counts)
    counts.take("web", time.monotonic() - began)
    counts.keep()


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
