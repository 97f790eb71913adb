"""What is looked at: each part by itself, so that one that is broken hides no other."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from palabre.plumbing import settings
from palabre.plumbing.engines.problems import EngineRefused

MEMORY_MB_MIN, DISK_MB_MIN = 1500, 1500
ROOT = Path(__file__).parents[4]


class Check(NamedTuple):
    """One line: `needed` tells whether Palabre starts without it."""

    part: str
    ok: bool
    version: str
    mend: str = ""
    needed: bool = True


def all_checks(data: str) -> list[Check]:
    given = lambda: settings.read(**({"data": data} if data else {}))
    looks: list[tuple[str, bool, Callable[[], Check]]] = [
        ("python", True, _python),
        ("settings", True, lambda: Check("settings", bool(given()), "read")),
        ("certificates", True, _certificates),
        ("data folder", True, lambda: _data(given())),
        ("engines' account", True, _account),
        ("postgresql", True, lambda: _postgres(given())),
        ("nats", True, lambda: _nats(given())),
        ("asterisk", False, lambda: _asterisk(given())),
        ("trunks", False, lambda: _trunks(given())),
        ("prompts", False, _prompts),
        ("text to speech", False, _speech),
        ("web faces", False, _web),
        ("node", False, _node),
        ("chromium", False, _chromium),
        ("sipp", False, _sipp),
        ("parked", False, lambda: _parked(given())),
        ("memory", False, _memory),
        ("disk", False, lambda: _disk(given())),
    ]
    return [_looked(*look) for look in looks]


def _looked(part: str, needed: bool, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except EngineRefused as why:
        return Check(part, False, why.what, why.mend, needed)
    except Exception as why:  # a doctor examines what is broken
        return Check(part, False, f"{type(why).__name__}: {str(why).splitlines()[0] if str(why) else ''}", "", needed)


def _python() -> Check:
    return Check("python", sys.version_info >= (3, 11), platform.python_version(), "apt-get install python3")


def _certificates() -> Check:
    bundle = Path(os.environ.get("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"))
    there = bundle.exists() and bundle.stat().st_size > 0
    return Check("certificates", there, str(bundle), "apt-get install ca-certificates", needed=False)


def _data(given: settings.Settings) -> Check:
    from palabre.plumbing.engines.accounts import engine_user, reachable
    from palabre.plumbing.engines.folders import default_data

    folder = Path(given.data).absolute() if given.data else default_data("main")
    there = next(p for p in (folder, *folder.parents) if p.exists())
    usable = os.access(there, os.W_OK) and (engine_user() is None or reachable(there, engine_user()))
    return Check("data folder", usable, str(folder), "choose one the engines' account can reach with --data DIR")


def _account() -> Check:
    from palabre.plumbing.engines.accounts import ACCOUNT
    from palabre.processes.children import process_user

    if os.geteuid():
        return Check("engines' account", True, "your own")
    if process_user():
        return Check("engines' account", True, ACCOUNT)
    advice = "move this checkout to a folder other accounts can read, e.g. /opt/palabre"
    return Check("engines' account", False, f"{ACCOUNT} for engines, root for our own processes", advice, needed=False)


def _postgres(given: settings.Settings) -> Check:
    if given.database_url:
        import psycopg

        with psycopg.connect(given.database_url, connect_timeout=5) as connection:
            version = connection.execute("show server_version").fetchone()[0]
        return Check(
            "postgresql",
            int(version.split(".")[0]) >= 15,
            f"{version}, by PALABRE_DATABASE_URL",
            "PostgreSQL 15 or later",
        )
    from palabre.plumbing.engines.postgres_programs import find_programs

    root = find_programs()
    return Check("postgresql", True, _version_of([str(root / "bin/postgres"), "--version"]) + f", embedded, {root}")


def _nats(given: settings.Settings) -> Check:
    if given.nats_url:
        import socket
        from urllib.parse import urlsplit

        place = urlsplit(given.nats_url)
        socket.create_connection((place.hostname, place.port or 4222), 5).close()
        return Check("nats", True, "by PALABRE_NATS_URL")
    from palabre.plumbing.engines.nats_programs import find_program

    return Check("nats", True, _version_of([str(find_program()), "--version"]) + ", embedded")


def _asterisk(given: settings.Settings) -> Check:
    from palabre.plumbing.engines.asterisk import ping
    from palabre.plumbing.engines.asterisk_install import look_up
    from palabre.plumbing.engines.asterisk_programs import dotted

    if given.ari_url:
        answers = ping(given.ari_url, given.ari_user, given.ari_password)
        return Check(
            "asterisk", answers, "by PALABRE_ARI_URL", "correct PALABRE_ARI_URL or PALABRE_ARI_PASSWORD", False
        )
    found = look_up()
    if found is None:
        tools = shutil.which("apt-get") and shutil.which("dpkg-deb")
        mend = "./palabre demo fetches it" if tools else "apt-get install apt dpkg, or name one in PALABRE_ASTERISK"
        return Check("asterisk", False, "not fetched yet", mend, False)
    return Check("asterisk", True, f"{dotted(found.version())}, {found.command[-1]}", needed=False)


def _trunks(given: settings.Settings) -> Check:
    """Whether our accounts with operators are registered, in the Asterisk that runs here."""
    from palabre.plumbing.engines.asterisk_console import console, registrations
    from palabre.plumbing.engines.asterisk_install import look_up
    from palabre.plumbing.engines.folders import default_data

    program = look_up()
    run = Path(given.asterisk_folder or Path(given.data or default_data("main")) / "asterisk")
    states = registrations(console(program, run)) if program else None
    if states is None:
        return Check("trunks", True, "no Asterisk of ours runs here", needed=False)
    said = ", ".join(f"{name} {state}" for name, state in sorted(states.items())) or "none with an account"
    mend = "correct PALABRE_SIP_TRUNKS or PALABRE_SIP_PASSWORDS; asterisk/log/console in the data folder says why"
    return Check("trunks", all(state == "registered" for state in states.values()), said, mend, False)


def _prompts() -> Check:
    from palabre.plumbing.engines.asterisk_install import look_up

    found = look_up()
    tags = sorted(found.sounds()) if found else []
    return Check(
        "prompts", "fr" in tags and "en" in tags, " ".join(tags) or "none", "./palabre demo fetches them", False
    )


def _speech() -> Check:
    from palabre.plumbing.engines.asterisk_install import look_up
    from palabre.plumbing.engines.spawn import run

    found = look_up()
    voice = found.espeak() if found else None
    if not voice:
        return Check("text to speech", False, "none", "./palabre demo fetches it, or apt-get install espeak-ng", False)
    said = run([*voice[0], "--version"], environment=voice[1])
    words = (said.stdout or said.stderr).split("Data")[0].strip()
    return Check(
        "text to speech", said.returncode == 0, words, "rm -r the prefix named by doctor, then ./palabre demo", False
    )


def _web() -> Check:
    from palabre.processes.command_line.web_faces import built, web_root

    there = built(web_root())
    return Check("web faces", there, "built" if there else "not built", "./palabre demo builds them", False)


def _node() -> Check:
    from palabre.processes.command_line.web_faces import NODE_MIN, node_version

    own = Path(sys.prefix) / "node/bin"
    paths = (os.environ.get("PATH", ""), f"{own}:{os.environ.get('PATH', '')}")
    version = max(node_version({**os.environ, "PATH": path}) for path in paths)
    text = ".".join(map(str, version)) or "none"
    return Check(
        "node", version >= NODE_MIN, text, "./palabre demo fetches it from PyPI, or apt-get install nodejs npm", False
    )


def _chromium() -> Check:
    found = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
    version = _version_of([found, "--version"]) if found else "none (only tests in a browser need it)"
    return Check("chromium", bool(found), version, "apt-get install chromium", False)


def _sipp() -> Check:
    found = shutil.which("sipp")
    return Check("sipp", bool(found), found or "none (only load tests need it)", "apt-get install sip-tester", False)


def _parked(given: settings.Settings) -> Check:
    """What waits for a person in the installation that runs here; where none runs there is nothing to say."""
    import psycopg

    from palabre.plumbing.parked import OWNER
    from palabre.processes import reading

    try:
        dsn = reading.web_dsn(given.data)
    except EngineRefused as why:
        return Check("parked", True, why.what, needed=False)
    with psycopg.connect(dsn, connect_timeout=5) as connection:
        found = connection.execute("select reader, entries from palabre.parked_counts()").fetchall()
    said = [f"{n} tenants stand still" if reader == OWNER else f"{n} of {reader}" for reader, n in found]
    return Check("parked", not found, ", ".join(said) or "nothing", "./palabre parked shows each", False)


def _memory() -> Check:
    line = next(x for x in Path("/proc/meminfo").read_text().splitlines() if x.startswith("MemAvailable"))
    free = int(line.split()[1]) // 1024
    return Check(
        "memory", free >= MEMORY_MB_MIN, f"{free} MB free", f"{MEMORY_MB_MIN} MB are wanted: end something", False
    )


def _disk(given: settings.Settings) -> Check:
    from palabre.plumbing.engines.folders import default_data

    folder = Path(given.data).absolute() if given.data else default_data("main")
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free // 1_000_000
    return Check(
        "disk", free >= DISK_MB_MIN, f"{free} MB free on {there}", f"{DISK_MB_MIN} MB are wanted: make room", False
    )


def _version_of(command: list[str]) -> str:
    told = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=10).stdout
    return next((word.lstrip("v") for word in told.split() if any(c.isdigit() for c in word)), "unknown").rstrip(",")
