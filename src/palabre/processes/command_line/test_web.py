"""The web faces' own tests: types and lint of all, vitest in each workspace that has some."""

import json
import subprocess
import tempfile
from pathlib import Path

from palabre.processes.command_line.counting import Counts

SECONDS_MAX = 900


def run(counts: Counts) -> None:
    from palabre.processes.command_line import web_faces
    from palabre.processes.command_line.up import say

    web = web_faces.web_root()
    if not (web / "package.json").exists():
        return
    web_faces.build(say)
    environment = web_faces.with_node(say)
    _check(web, environment, counts)
    for package in sorted([*web.glob("apps/*/package.json"), *web.glob("packages/*/package.json")]):
        if "test" in json.loads(package.read_text()).get("scripts", {}):
            _vitest(package.parent, environment, counts)


def _check(web: Path, environment: dict[str, str], counts: Counts) -> None:
    """Types and oxlint: one test."""
    command = ["npm", "run", "check", "--silent"]
    done = subprocess.run(command, cwd=web, env=environment, stdin=subprocess.DEVNULL, timeout=SECONDS_MAX)
    counts.passed += done.returncode == 0
    counts.failed += done.returncode != 0


def _vitest(folder: Path, environment: dict[str, str], counts: Counts) -> None:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        told = ["--reporter=default", "--reporter=json", f"--outputFile.json={report.name}"]
        command = ["npm", "test", "--silent", "--", *told]
        given = environment | {"CI": "true", "FORCE_COLOR": "0"}
        done = subprocess.run(command, cwd=folder, env=given, stdin=subprocess.DEVNULL, timeout=SECONDS_MAX)
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
