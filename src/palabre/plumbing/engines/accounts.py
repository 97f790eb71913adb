"""Who the engines run as, and the folders that account can reach.

As root everything runs as an own account (initdb refuses root and wants a passwd entry); as an ordinary user, as
that user.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.spawn import identity_of

ACCOUNT = "palabre-engines"


def engine_user() -> pwd.struct_passwd | None:
    """The engines' account when we are root (made when missing), else None."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        made = subprocess.run(
            [
                "useradd",
                "--system",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                ACCOUNT,
            ],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            raise EngineRefused(
                f"the account {ACCOUNT} cannot be made: {made.stderr.strip()}", "apt-get install passwd"
            ) from None
        return pwd.getpwnam(ACCOUNT)


def own(path: Path, user: pwd.struct_passwd | None, mode: int = 0o700) -> Path:
    """Make this folder, its missing parents included, and give it to the account."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if user:
            os.chown(path, user.pw_uid, user.pw_gid)
        path.chmod(mode)
    except OSError as why:
        raise EngineRefused(
            f"the folder {path} cannot be made ({why.strerror})", "choose another one with --data DIR"
        ) from None
    return path


def reachable(path: Path, user: pwd.struct_passwd | None) -> bool:
    """Can the account walk to this folder? (/root is 0700: nothing under it can be used as root.)"""
    if not user:
        return True
    return subprocess.run(["/usr/bin/test", "-x", path], **identity_of(user)).returncode == 0


def own_reachable(path: Path, user: pwd.struct_passwd | None, mode: int = 0o700) -> Path:
    """`own`, refused in one line where the account cannot walk to it; leaves no empty folder behind a refusal."""
    there = next(p for p in (path, *path.parents) if p.exists())
    if not reachable(there, user):
        advice = "choose a data folder outside it, e.g. --data /var/lib/palabre/demo"
        raise EngineRefused(f"{path} cannot be reached by the account {ACCOUNT}", advice)
    return own(path, user, mode)


def fingerprint(*folders: Path) -> str:
    """Of names and sizes of all files, not of where they lie: two checkouts of one version have one."""
    found = [(d, f) for d in folders for f in d.rglob("*") if f.is_file()]
    files = sorted((f"{d.name}/{f.relative_to(d)}", f.stat().st_size) for d, f in found)
    return hashlib.sha256(repr(files).encode()).hexdigest()[:12]


def copy_binaries(source: Path, target: Path) -> Path:
    """A copy that the account can read where the original lies under /root, made whole or not at all.

    One that is there is never touched: a server may run from it. So `target` is to name what it holds (`fingerprint`).
    """
    if not target.exists():
        part = target.with_name(f"{target.name}.part-{os.getpid()}")
        part.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part, symlinks=True)
        try:
            part.rename(target)
        except OSError:  # another one was quicker
            shutil.rmtree(part, ignore_errors=True)
            if not target.exists():
                raise
    return target
