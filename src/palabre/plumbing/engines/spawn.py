"""Start and end engines: children that never outlive us, drop root, take no terminal signal and log to a file.

The kernel's parent-death signal fires when the *thread* that started the child ends: call `spawn` from the main thread.
"""

import ctypes
import json
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
LOG_BYTES_MAX = 20_000_000
# Nothing of our own environment reaches an engine: it may hold passwords of the others.
CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "HOME": "/"}


def ends_with_us(death: signal.Signals = signal.SIGTERM) -> None:
    """A `preexec_fn`: runs in the child after the change of user, which would clear it."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(death), 0, 0, 0)


def identity_of(user: pwd.struct_passwd | None) -> dict:
    """Popen's arguments that drop root for this account; nothing when we are an ordinary user already."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def spawn(
    argv: Sequence[str | os.PathLike],
    log: Path,
    *,
    user: pwd.struct_passwd | None = None,
    death: signal.Signals = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    folder: Path | str | None = None,
) -> subprocess.Popen:
    """A child in a session of its own; `death` is what it gets when we are killed; `log` receives all it prints."""

    def last_wish() -> None:
        ends_with_us(death)

    _bound(log)
    with log.open("ab") as out:
        return subprocess.Popen(
            [os.fspath(a) for a in argv],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=folder,
            env=CLEAN_ENVIRONMENT | dict(environment or {}),
            start_new_session=True,
            preexec_fn=last_wish,
            **identity_of(user),
        )


def _bound(log: Path) -> None:
    """A log does not grow over the restarts: the one before is kept, older ones are not."""
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_name(f"{log.name}.1"))


def shorten(log: Path) -> bool:
    """The same for one that is being written: its bytes go to `NAME.1`, the file stays and begins anew.

    Whoever writes appends (spawn opens it so), hence goes on at the beginning; what it says within these microseconds
    is lost. No link is followed: the folder may belong to the engines' account.
    """
    try:
        if log.lstat().st_size <= LOG_BYTES_MAX:
            return False
        before = log.with_name(f"{log.name}.1")
        before.unlink(missing_ok=True)
        with (
            open(os.open(log, os.O_RDWR | os.O_NOFOLLOW), "rb+") as full,
            open(os.open(before, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o640), "wb") as kept,
        ):
            shutil.copyfileobj(full, kept)
            os.fchown(kept.fileno(), os.fstat(full.fileno()).st_uid, os.fstat(full.fileno()).st_gid)
            full.truncate(0)
    except OSError:
        return False
    return True


def run(
    argv: Sequence[str | os.PathLike], *, user: pwd.struct_passwd | None = None, **more
) -> subprocess.CompletedProcess:
    """A short command with an engine's identity and environment, its output captured (as text, unless text=False)."""
    more.setdefault("cwd", "/")
    more.setdefault("text", True)
    environment = CLEAN_ENVIRONMENT | more.pop("environment", {})
    return subprocess.run(
        [os.fspath(a) for a in argv],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=ends_with_us,
        **identity_of(user),
        **more,
    )


def end(child: subprocess.Popen, *steps: tuple[signal.Signals, float]) -> int:
    """Signals with the seconds granted to each, e.g. (SIGINT, 10), (SIGQUIT, 3); SIGKILL at last. Returns its code."""
    for wanted, seconds in (*steps, (signal.SIGKILL, 5.0)):
        if child.poll() is not None:
            break
        child.send_signal(wanted)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
    return child.returncode


def last_line(log: Path, characters: int = 300) -> str:
    """The last words of an engine, for the message that says why it left."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except FileNotFoundError:
        lines = []
    words = lines[-1].strip() if lines else "without a word"
    try:
        told = json.loads(words)  # one of our own processes
        words = f"{told['error']}: {told['why']}"
    except (ValueError, KeyError, TypeError):
        pass
    return words[:characters]
