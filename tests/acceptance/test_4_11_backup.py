"""Issue 4, point 11: a backup of what runs, restored into an empty folder, is the same Palabre."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import signal
import subprocess
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from people import ROOT, Person, Running, eventually, palabre

SAID = "Gardez ceci, je vous prie."


def sound(frames: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(range(256)) * (frames // 128))
    return file.getvalue()


@pytest.fixture(scope="module")
def place(folder: Path):
    made = folder / "backups"
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def kept(running: Running, nadia: Person, place: Path) -> dict:
    """A prompt with sound in the blobs, a chat that was answered, and a first backup with them."""
    path, headers = "/api/prompts/kept_in_a_backup/fr/recording", {"content-type": "audio/wav"}
    answer = nadia.http.put(path, content=sound(8000), headers=headers)
    assert answer.is_success, answer.text
    awa, customer = running.advisor("awa"), running.visitor()
    try:
        customer.writes(SAID)
        customer.presses("1")
        awa.ends(awa.accepts(channel="chat"))
    finally:
        awa.leave()
        customer.leaves()
    told = back_up(running, place)
    yield told | {"recording": nadia.get(path), "journal": running.journal()}
    nadia.ask("DELETE", "/api/prompts/kept_in_a_backup/fr")


def back_up(running: Running, place: Path, *options: str) -> dict:
    done = palabre("backup", str(place), "--data", str(running.data), "--json", *options)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def restore(place: Path, data: Path, running: Running, **more: Path):
    key = more.get("key", running.data / "keys/master.key")
    return palabre("restore", str(place), "--data", str(data), "--master-key", str(key), "--json")


def test_what_is_restored_is_what_was_there(running: Running, nadia: Person, place: Path, kept: dict, folder: Path):
    data = folder / "restored"
    done = restore(place, data, running)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["facts"], told["blobs"]) == (kept["rows"], kept["facts"], kept["blobs"])
    again = Running("up", data, "--no-voice")
    try:
        signed_in = Person(again.url, *running.sign_in_of("nadia"))
        assert signed_in.me["person"]["id"] == nadia.id
        assert signed_in.get("/api/prompts/kept_in_a_backup/fr/recording") == kept["recording"]
        theirs = signed_in.get("/api/conversations", state="closed")["rows"]
        found = [c["id"] for c in theirs if SAID in str(signed_in.get(f"/api/conversations/{c['id']}/messages"))]
        assert found, "the chat is there with its words"
        before = [f for f in kept["journal"] if f["number"] <= kept["facts"]]
        assert again.journal()[: len(before)] == before and before, "the same facts by the same numbers"
        old = Person.__new__(Person)
        old.http = type(nadia.http)(base_url=again.url, cookies=nadia.http.cookies)
        old.ask("GET", "/api/me", status=401)
    finally:
        again.stop()
    shutil.rmtree(data)


def test_a_restore_is_whole_or_not_at_all(running: Running, place: Path, kept: dict, folder: Path) -> None:
    data, broken, other = folder / "not_there", folder / "broken", folder / "other.key"
    full = folder / "lived_in"
    full.mkdir()
    (full / "something").touch()
    shutil.copytree(place, broken)
    rows = next(broken.glob("*/rows.sealed"))
    changed = bytearray(rows.read_bytes())
    changed[len(changed) // 2] ^= 1
    rows.write_bytes(changed)
    other.write_bytes(bytes(32))
    for refused, why in (
        (restore(place, full, running), "is not empty"),
        (restore(place, data, running, key=other), "another key"),
        (restore(folder / "shared", data, running), "no finished backup"),
        (restore(broken, data, running), "cut or changed"),
    ):
        assert refused.returncode == 2 and why in refused.stderr and "Traceback" not in refused.stderr, refused.stderr
        assert not data.exists() and not list(folder.glob(".*.restoring"))
    shutil.rmtree(broken)


def test_a_second_backup_copies_only_what_is_new(running: Running, nadia: Person, place: Path, kept: dict) -> None:
    assert kept["blobs"] >= 1 and kept["rows"] > 100 and Path(kept["backup"]).parent == place
    before = {path: path.stat().st_mtime_ns for path in (place / "blobs").rglob("*") if path.is_file()}
    told = back_up(running, place, "--keep", "1")
    after = {path: path.stat().st_mtime_ns for path in (place / "blobs").rglob("*") if path.is_file()}
    assert told["dropped"] == 1 and [Path(told["backup"])] == [p.parent for p in place.glob("*/manifest.json")]
    assert {path: at for path, at in after.items() if path in before} == before, "nothing was copied twice"
    secret = SAID.encode()
    assert not any(secret in path.read_bytes() for path in place.rglob("*") if path.is_file()), "rows are sealed"


class Killed:
    """`./palabre ARGUMENTS` in a group of its own, stopped for good as soon as `when` is true."""

    def __init__(self, *arguments: str, when: Callable[[], object]) -> None:
        command = [str(ROOT / "palabre"), *arguments]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, **pipes, text=True)
        deadline = time.monotonic() + 60
        while not when():
            assert self.process.poll() is None, f"it ended before it could be killed: {self.process.stderr.read()}"
            assert time.monotonic() < deadline, "it never came so far"
            time.sleep(0.001)
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)


def test_a_backup_killed_in_the_midst_is_none_and_the_next_one_is_whole(running, place, kept, folder) -> None:
    before = sorted(path.name for path in place.glob("*/manifest.json"))
    half = Killed("backup", str(place), "--data", str(running.data), when=lambda: list(place.glob(".*.part/rows*")))
    try:
        second = palabre("backup", str(place), "--data", str(running.data))
        assert second.returncode == 2 and "another backup is being made" in second.stderr, "they would drop its files"
    finally:
        half.kill()
    assert list(place.glob(".*.part")) and sorted(path.name for path in place.glob("*/manifest.json")) == before
    listed = palabre("backup", str(place), "--data", str(running.data), "--list", "--json")
    assert len(listed.stdout.splitlines()) == len(before), "half a backup is told as none"
    told = back_up(running, place, "--keep", "1")
    assert not list(place.glob(".*.part")) and Path(told["backup"]).exists()
    data = folder / "after_a_kill"
    assert restore(place, data, running).returncode == 0
    shutil.rmtree(data)


def test_a_restore_killed_in_the_midst_is_not_there_and_is_begun_again(running, place, kept, folder) -> None:
    data, part = folder / "again", folder / ".again.restoring"
    arguments = ("restore", str(place), "--data", str(data), "--master-key", str(running.data / "keys/master.key"))
    half = Killed(*arguments, when=lambda: list(part.glob("postgres/**/postmaster.pid")))
    half.kill()
    assert not data.exists() and part.exists(), "what is half made has not got its name"
    done = restore(place, data, running)
    assert done.returncode == 0, done.stderr
    assert data.exists() and not part.exists()
    eventually(lambda: not _running_in(part), 30)
    shutil.rmtree(data)


def _running_in(folder: Path) -> list[int]:
    """Processes whose command names it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found
