"""The arrows of the house, and that the checker of private files can fail."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint(*options: str) -> subprocess.CompletedProcess:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, *options]
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests/house'}", "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_every_arrow_points_down():
    result = lint("--no-cache")
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_package_begins_empty():
    full = [p for p in (ROOT / "src/palabre").rglob("__init__.py") if p.read_text().strip()]
    assert not full, full
