"""An installation as a whole, by its data folder: claimed once, killed and taken up again, told where it is."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from palabre.plumbing.engines.external import with_account
from palabre.plumbing.engines.folders import default_data
from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.place import Place, running

HOLDER = """
import sys
from palabre.processes.place import Place
place = Place(sys.argv[1], "main"); place.claim(); place.announce({"pid": __import__("os").getpid(), "ready": True})
print("held", flush=True); sys.stdin.read()
"""


@pytest.fixture
def folder(engines_folder, request):
    made = engines_folder / f"place-{request.node.name[:40]}"
    made.mkdir(mode=0o755)
    return made


def held(folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-c", HOLDER, str(folder)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline().strip() == "held"
    return child


def test_a_folder_is_claimed_by_one_launcher_at_a_time(folder):
    child = held(folder)
    try:
        with pytest.raises(EngineRefused, match=f"process {child.pid}") as refused:
            Place(str(folder), "main").claim()
        assert "\n" not in str(refused.value)
        assert running(folder)["pid"] == child.pid
    finally:
        child.kill()
        child.wait()


def test_a_killed_launcher_leaves_its_folder_free(folder):
    child = held(folder)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    with pytest.raises(EngineRefused, match="nothing runs"):
        running(folder)
    place = Place(str(folder), "main")
    place.claim()
    place.release()


def test_what_is_announced_is_readable_by_us_alone(folder):
    place = Place(str(folder), "main")
    place.claim()
    place.announce({"pid": os.getpid(), "sign_ins": [{"password": "x"}]})
    assert (folder / "running.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((folder / "running.json").read_text())["pid"] == os.getpid()
    place.release()
    assert not (folder / "running.json").exists()


def test_a_demo_and_real_use_do_not_share_a_folder():
    assert default_data("demo") != default_data("main")


def test_another_account_on_the_same_address():
    assert (
        with_account("postgresql://admin:p@db:5432/palabre?x=1", "web", "a/b")
        == "postgresql://web:a%2Fb@db:5432/palabre?x=1"
    )
    assert (
        with_account("postgresql://admin:p@/palabre?host=/run/x", "web", "b")
        == "postgresql://web:b@/palabre?host=/run/x"
    )
