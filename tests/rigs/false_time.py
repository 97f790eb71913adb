"""libfaketime: the machine's, else Debian's package, unpacked in a folder of the test's own."""

from __future__ import annotations

import subprocess
from pathlib import Path

PLACES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")


def library(folder: Path) -> str:
    """Its path. Raises FileNotFoundError where neither is to be had."""
    if found := _found(Path("/")):
        return found
    home = folder / "faketime"
    home.mkdir()
    said = ""
    for asked in (["apt-get", "-qq", "download", "libfaketime"], ["apt-get", "-qq", "update"]) * 2:
        done = subprocess.run(asked, cwd=home, capture_output=True, text=True)
        said = said or done.stderr
        for package in home.glob("libfaketime_*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, home / "root"], check=True)
            if found := _found(home / "root"):
                return found
    raise FileNotFoundError(f"libfaketime: apt-get install libfaketime ({said.strip()[-200:]})")


def _found(root: Path) -> str:
    return next((str(p) for place in PLACES for p in root.glob(place.lstrip("/"))), "")
