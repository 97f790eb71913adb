"""Asterisk 22 for one machine: looked up, or unpacked once into a private prefix and proved before it counts."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from palabre.plumbing import settings
from palabre.plumbing.engines import asterisk_packages as packages
from palabre.plumbing.engines.asterisk_programs import VERSION_MIN, AsteriskProgram, dotted, in_prefix, on_system
from palabre.plumbing.engines.folders import programs
from palabre.plumbing.engines.problems import EngineRefused

Say = Callable[[str], None]
TOOLS = {"apt-get": "apt", "dpkg-deb": "dpkg", packages.APT_HELPER: "apt"}
USELESS = ("doc", "man", "locale", "lintian", "bug", "info")


def prefix() -> Path:
    return programs() / "asterisk"


def look_up() -> AsteriskProgram | None:
    """PALABRE_ASTERISK, else the private prefix, else None: nothing is fetched."""
    given = settings.read().asterisk
    return on_system(Path(given)) if given else in_prefix(prefix())


def ensure(say: Say) -> AsteriskProgram:
    """The Asterisk of this machine, fetched when there is none. Raises EngineRefused where none can be had."""
    found = look_up()
    if found:
        return found
    _check_tools()
    with _alone(prefix().parent):
        return in_prefix(prefix()) or install(prefix(), say)


def install(target: Path, say: Say) -> AsteriskProgram:
    """Unpack into `target`, whole or not at all: the recorded set, else forky, else sid;
    the first that proves itself.
    """
    sources = {"recorded": packages.fetch_recorded}
    for suite in packages.SUITES:
        sources[suite] = lambda folder, say, suite=suite: packages.fetch_suite(folder, suite, say)
    reasons = []
    for source, fetch in sources.items():
        part = target.with_name(f"{target.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            version = _try(part, source, fetch, say)
        except (packages.NotFetched, EngineRefused, subprocess.TimeoutExpired) as why:
            say(f"Asterisk, {source}: {why}")
            reasons.append(f"{source}: {why}")
            continue
        shutil.rmtree(target, ignore_errors=True)
        part.rename(target)
        say(f"Asterisk {version} is in {target} ({source})")
        return in_prefix(target)
    shutil.rmtree(part, ignore_errors=True)
    raise EngineRefused(
        f"Asterisk could not be fetched ({reasons[-1]})",
        "name a Debian mirror in PALABRE_DEBIAN_MIRROR or an Asterisk in PALABRE_ASTERISK, or go on with --no-voice",
    )


def _try(part: Path, source: str, fetch: Callable[[Path, Say], None], say: Say) -> str:
    """Fetch, unpack and prove; returns the version."""
    archives = part / "archives"
    archives.mkdir(parents=True)
    fetch(archives, say)
    say("Asterisk 22: unpacking")
    for archive in sorted(archives.glob("*.deb")):
        done = subprocess.run(["dpkg-deb", "-x", archive, part / "root"], capture_output=True, text=True)
        if done.returncode:
            raise EngineRefused(f"{archive.name} cannot be unpacked: {done.stderr.strip()[-200:]}")
    found = in_prefix(part)
    version = found.version() if found else ()
    if version < VERSION_MIN:
        raise EngineRefused(f"Asterisk {dotted(version)} does not answer as 22.6 or later")
    record = {"source": source, "version": dotted(version), "differs": packages.differences(archives)}
    for name in record["differs"] if source != "recorded" else ():
        say(f"  not as recorded: {name}")
    (part / "installed.json").write_text(json.dumps(record, indent=1))
    for folder in (archives, part / "apt", *(part / "root/usr/share" / n for n in USELESS)):
        shutil.rmtree(folder, ignore_errors=True)
    _open_to_all(part)
    return dotted(version)


def _open_to_all(folder: Path) -> None:
    """The engines' account reads what root unpacked, whatever the caller's umask."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))


def _check_tools() -> None:
    for tool, package in TOOLS.items():
        if not shutil.which(tool):
            raise EngineRefused(
                f"{tool} is missing, Asterisk cannot be fetched",
                f"apt-get install {package}, or name an Asterisk in PALABRE_ASTERISK, or go on with --no-voice",
            )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One installation at a time on this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
