"""What `ruff check` says of our own code: nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def ruff(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format", "concise", *arguments]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_ruff_is_clean(folder):
    said = ruff(folder)
    assert said.returncode == 0, said.stdout + said.stderr


def test_ruff_would_tell():
    """The rules are those of pyproject: an import of nothing's use and a line too long are seen."""
    said = ruff("--stdin-filename", "src/palabre/made_up.py", "-", given="import os\n\nA = '" + "a" * 120 + "'\n")
    assert "F401" in said.stdout and "E501" in said.stdout, said.stdout + said.stderr
