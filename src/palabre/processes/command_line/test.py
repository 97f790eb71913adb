"""`./palabre test [KIND…] [-- PYTEST OPTION…]`: a kind is a folder of tests/, or `web` for the tests of the web faces.

Without a kind: all of them but `load`, which takes an hour.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[4]
# the quickest first: what is wrong is seen soon
KINDS = ("house", "unit", "properties", "simulation", "contract", "web", "integration", "acceptance", "e2e", "load")
NOT_BY_DEFAULT = {"load"}
# counting lines would make days of virtual time last for many minutes; what it runs is run by units and properties too
NOT_COVERED = "simulation"
WEB_SECONDS_MAX = 900
AGAIN_MAX = 6  # failures that CI runs once more; beyond it the run has failed


class Counts:
    """What pytest says of each test; also a plugin of it."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self.began = time.monotonic()
        self.seconds: dict[str, float] = {}
        self.failures: dict[str, int] = {}  # reports that failed, by test

    def pytest_runtest_logreport(self, report) -> None:
        kind = report.nodeid.split("/")[1] if "/" in report.nodeid else "other"
        self.seconds[kind] = self.seconds.get(kind, 0.0) + report.duration
        if report.when == "call" and report.passed:
            self.passed += 1
        elif report.failed:
            self.failed += 1
            self.failures[report.nodeid] = self.failures.get(report.nodeid, 0) + 1
        elif report.skipped and report.when in ("setup", "call"):
            self.skipped += 1

    def pytest_collectreport(self, report) -> None:
        self.failed += report.failed

    @classmethod
    def kept(cls) -> "Counts":
        """Those of an earlier part of the same run, to be added to."""
        made, kept = cls(), Path(os.environ.get("PALABRE_COUNTED", os.devnull))
        vars(made).update(json.loads(kept.read_text() or "{}") if kept.exists() else {})
        return made

    def keep(self) -> None:
        Path(os.environ.get("PALABRE_COUNTED", os.devnull)).write_text(json.dumps(vars(self)))

    def by_kind(self) -> str:
        return "seconds: " + ", ".join(f"{kind} {seconds:.0f}" for kind, seconds in self.seconds.items())

    def closing_line(self) -> str:
        seconds = time.monotonic() - self.began
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped in {seconds:.0f} s"


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
    if asked.coverage and "PALABRE_COVERED" not in os.environ:
        return _covered(asked.kinds, more)
    kinds = asked.kinds or [k for k in KINDS if k not in NOT_BY_DEFAULT]
    counts = Counts.kept()
    if "web" in kinds:
        _web(counts)
        counts.seconds["web"] = time.monotonic() - counts.began
    code = _python([k for k in KINDS if k in kinds and k != "web"], more, counts)
    if code == 1 and os.environ.get("CI"):
        code = _again(counts)
    counts.keep()
    print(counts.by_kind(), flush=True)
    print(counts.closing_line(), flush=True)
    return 1 if counts.failed or code not in (0, 5) else 0


def _split(arguments: list[str]) -> tuple[list[str], str, list[str]]:
    if "--" not in arguments:
        return arguments, "", []
    at = arguments.index("--")
    return arguments[:at], "--", arguments[at + 1 :]


def _python(kinds: list[str], more: list[str], counts: Counts) -> int:
    """One pytest for all, so that engines start once."""
    import pytest

    folders = [str(ROOT / "tests" / k) for k in kinds if (ROOT / "tests" / k).is_dir()]
    if not folders:
        return 0
    os.chdir(ROOT)
    return int(pytest.main(["-q", "-p", "no:cacheprovider", *more, *folders], plugins=[counts]))


def _again(counts: Counts) -> int:
    """In CI a few failures are run once more, each alone: a noisy neighbour is told from a defect, and both are told.

    A test that is unsteady is named on a line of its own: it is a defect of the product or of the test until mended.
    """
    if not 0 < len(counts.failures) <= AGAIN_MAX:
        return 1
    for test, reports in list(counts.failures.items()):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test]
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode == 0:
            print(f"UNSTEADY: {test} failed in the run and passed alone", flush=True)
            counts.failed -= reports
            counts.passed += 1
            del counts.failures[test]
    return 1 if counts.failed else 0


def _web(counts: Counts) -> None:
    """vitest in each workspace that has tests."""
    from palabre.processes.command_line import web_faces
    from palabre.processes.command_line.up import say

    web = web_faces.web_root()
    if not (web / "package.json").exists():
        return
    web_faces.build(say)
    environment = web_faces.with_node(say)
    for package in sorted([*web.glob("apps/*/package.json"), *web.glob("packages/*/package.json")]):
        if "test" in json.loads(package.read_text()).get("scripts", {}):
            _vitest(package.parent, environment, counts)


def _vitest(folder: Path, environment: dict[str, str], counts: Counts) -> None:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        told = ["--reporter=default", "--reporter=json", f"--outputFile.json={report.name}"]
        command = ["npm", "test", "--silent", "--", *told]
        given = environment | {"CI": "true", "FORCE_COLOR": "0"}
        done = subprocess.run(command, cwd=folder, env=given, stdin=subprocess.DEVNULL, timeout=WEB_SECONDS_MAX)
        try:
            figures = json.loads(Path(report.name).read_text())
            counts.passed += figures["numPassedTests"]
            counts.failed += figures["numFailedTests"]
            counts.skipped += figures.get("numPendingTests", 0)
            failed = figures["numFailedTests"]
        except (ValueError, KeyError):
            failed = 0
    if done.returncode and not failed:
        counts.failed += 1


def _covered(kinds: list[str], more: list[str]) -> int:
    """Again under coverage; children are measured too, whatever their account. Fails below pyproject's figure."""
    kinds, code = kinds or [k for k in KINDS if k not in NOT_BY_DEFAULT], 0
    with tempfile.TemporaryDirectory(prefix="palabre-coverage-") as folder:
        os.chmod(folder, 0o1777)
        environment = os.environ | {"PALABRE_COVERED": "1", "COVERAGE_FILE": f"{folder}/.coverage"}
        environment["PALABRE_COUNTED"] = f"{folder}/counts.json"
        coverage, test = [sys.executable, "-m", "coverage"], ["-m", "palabre.processes.command_line", "test"]
        if quick := [k for k in kinds if k != NOT_COVERED]:
            code = subprocess.run([*coverage, "run", *test, *quick, "--", *more], cwd=ROOT, env=environment).returncode
        subprocess.run([*coverage, "combine", "-q"], cwd=ROOT, env=environment)
        report = [*coverage, "report", "--skip-covered", "--skip-empty", "--sort=cover"]
        told = subprocess.run(report, cwd=ROOT, env=environment)
        if NOT_COVERED in kinds:
            done = subprocess.run([sys.executable, *test, NOT_COVERED, "--", *more], cwd=ROOT, env=environment)
            code = done.returncode or code
    return code or told.returncode
