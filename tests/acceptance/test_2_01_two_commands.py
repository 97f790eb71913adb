"""Issue 2, point 1: one command starts everything, says where to click, stops cleanly, refuses in one line."""

import json
import os
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIRST_SECONDS_MAX, SECOND_SECONDS_MAX, STOP_SECONDS_MAX = 180, 10, 40
MEMORY_MB_MAX = 1500


class Launched:
    """`./palabre demo --json …`, its one line read, ended at the end whatever happened."""

    def __init__(self, data: Path, *options: str) -> None:
        self.began = time.monotonic()
        command = [str(ROOT / "palabre"), "demo", "--json", "--no-web", "--port", "0", "--data", str(data), *options]
        self.errors = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.errors, stdin=subprocess.DEVNULL, text=True
        )
        line = self.process.stdout.readline()
        self.seconds = time.monotonic() - self.began
        if not line:
            self.process.wait(60)
            pytest.fail(f"the demo did not start: {self.said()}")
        self.told = json.loads(line)

    def said(self) -> str:
        self.errors.seek(0)
        return self.errors.read()

    def stop(self, wanted=signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.process.send_signal(wanted)
        return self.process.wait(STOP_SECONDS_MAX)

    def family(self) -> list[int]:
        return descendants(self.process.pid)


def descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
            parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    found, queue = [], [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        found += children
        queue += children
    return found


@pytest.fixture(scope="module")
def data():
    with tempfile.TemporaryDirectory(prefix="palabre-acceptance-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "data"


@pytest.fixture(scope="module")
def demo(data):
    launched = Launched(data)
    yield launched
    launched.stop()


def status_of(url: str, **more) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10, **more) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        return answer.code


def proportional_mb(pid: int) -> float:
    """Memory of a process, what it shares counted in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next(int(x.split()[1]) for x in lines if x.startswith("Pss:")) / 1024


def refused(*arguments: str, **environment: str) -> str:
    """One line of refusal, with exit code 2."""
    done = subprocess.run(
        [str(ROOT / "palabre"), *arguments], capture_output=True, text=True, timeout=120, env=os.environ | environment
    )
    lines = [x for x in done.stderr.splitlines() if not x.endswith(("stopping", "stopped"))]
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1 and lines[0].startswith("palabre: "), done.stderr
    return lines[0]


@pytest.mark.seconds_max(300)
def test_ready_in_one_line_with_addresses_and_sign_ins(demo):
    assert demo.told["ready"] is True
    assert demo.seconds < FIRST_SECONDS_MAX
    assert status_of(f"{demo.told['url']}/readyz") == 200
    assert status_of(demo.told["url"]) == 200
    assert demo.told["sign_ins"], "somebody must be able to sign in"
    assert {"role", "sign_in", "password"} <= set(demo.told["sign_ins"][0])


def test_the_demo_stays_under_its_memory(demo):
    used = sum(map(proportional_mb, demo.family()))
    assert 50 < used < MEMORY_MB_MAX


def test_started_twice_is_refused_in_one_line(demo, data):
    line = refused("demo", "--no-web", "--port", "0", "--data", str(data))
    assert f"process {demo.told['pid']}" in line and "--data" in line


def test_a_port_that_is_taken_is_refused_in_one_line(demo, data):
    line = refused("demo", "--no-web", "--port", str(demo.told["port"]), "--data", str(data.with_name("other")))
    assert "is taken" in line and "--port" in line


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user's engines run as that user")
def test_as_root_a_folder_the_engines_cannot_reach_is_refused_in_one_line(tmp_path):
    tmp_path.chmod(0o700)
    line = refused("demo", "--no-web", "--port", "0", "--data", str(tmp_path / "closed/data"))
    assert "cannot be reached" in line and "--data" in line
    assert not (tmp_path / "closed").exists()


def test_what_does_not_fit_is_refused_in_one_line():
    assert "PALABRE_STOP_SECONDS" in refused("demo", "--no-web", PALABRE_STOP_SECONDS="soon")
    assert "no command" in refused("dance")


def test_no_process_runs_as_root_where_it_need_not(demo):
    if os.geteuid():
        pytest.skip("nobody is root here")
    owners = {Path(f"/proc/{pid}/cmdline").read_bytes()[:60]: os.stat(f"/proc/{pid}").st_uid for pid in demo.family()}
    assert [name for name, owner in owners.items() if owner == 0] == []


@pytest.mark.seconds_max(300)
def test_every_child_killed_comes_back(demo):
    children = [int(p) for p in Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children").read_text().split()]
    assert len(children) >= 5, "PostgreSQL, NATS, core, front, and voice with its Asterisk"
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while True:
        now = Path(f"/proc/{demo.process.pid}/task/{demo.process.pid}/children").read_text().split()
        back = len(now) == len(children) and not set(map(int, now)) & set(children)
        try:
            if back and status_of(f"{demo.told['url']}/readyz") == 200:
                break
        except (urllib.error.URLError, ConnectionError):
            pass
        assert time.monotonic() < deadline, demo.said()
        time.sleep(0.1)


@pytest.mark.seconds_max(300)
def test_it_stops_cleanly_and_the_second_start_is_quick(demo, data):
    family = demo.family()
    assert demo.stop(signal.SIGINT) == 0, demo.said()
    assert [p for p in family if Path(f"/proc/{p}").exists()] == []
    again = Launched(data)
    try:
        assert again.seconds < SECOND_SECONDS_MAX, again.said()
        assert again.told["sign_ins"] == demo.told["sign_ins"]
    finally:
        assert again.stop(signal.SIGTERM) == 0


@pytest.mark.seconds_max(300)
def test_killed_at_once_nothing_is_left_and_it_starts_again(data):
    launched = Launched(data, "--no-voice")
    assert launched.told["voice"] is False
    family = launched.family()
    os.kill(launched.process.pid, signal.SIGKILL)
    launched.process.wait()
    deadline = time.monotonic() + 30
    while any(Path(f"/proc/{p}").exists() for p in family):
        assert time.monotonic() < deadline, "children outlive a killed launcher"
        time.sleep(0.05)
    again = Launched(data, "--no-voice")
    assert again.stop() == 0


@pytest.mark.seconds_max(300)
def test_on_a_lan_it_is_https_with_a_certificate_of_its_own(data):
    launched = Launched(data, "--no-voice", "--lan")
    try:
        told = launched.told
        assert told["url"].startswith("https://") and told["lan"]
        trusting = ssl.create_default_context(cafile=told["authority"])
        assert status_of(f"{told['lan'][0]}/readyz", context=trusting) == 200
        assert told["lan"][0].startswith("https://") and socket.gethostname()
    finally:
        launched.stop()


@pytest.mark.seconds_max(120)
@pytest.mark.parametrize("after_seconds", [0.5, 1.5, 3.0])
def test_stopped_while_it_starts_it_ends_at_once_and_leaves_nothing(data, after_seconds):
    command = [str(ROOT / "palabre"), "demo", "--json", "--no-web", "--port", "0", "--data", str(data.with_name("cut"))]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(after_seconds)  # somewhere in the midst of it, wherever that is on this machine
    family = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=STOP_SECONDS_MAX)
    assert process.returncode in (0, 130, -signal.SIGINT), said  # the last: before Python began
    assert "Traceback" not in said
    deadline = time.monotonic() + 20
    while left := [Path(f"/proc/{p}/cmdline").read_bytes() for p in family if Path(f"/proc/{p}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
