"""Fetching Debian's Asterisk 22 as .deb files, touching nothing of the system; an ordinary user may do it.

First the recorded set (exact versions by SHA-256, no package lists needed); where the mirror has dropped one of them,
what apt's own resolver finds in forky, then in sid, verified by Debian's keyring.
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from palabre.plumbing import settings
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.progress import watched
from palabre.plumbing.engines.spawn import ends_with_us

RECORDED = Path(__file__).with_name("asterisk_known_good.txt")
SUITES = ("forky", "sid")
WANTED = (
    "asterisk asterisk-modules asterisk-core-sounds-fr-wav asterisk-core-sounds-fr"
    " asterisk-core-sounds-en-wav asterisk-core-sounds-en espeak-ng"
).split()
# drawn in by the resolver, never opened by Asterisk
UNWANTED = re.compile(
    r"(perl.*|libperl.*|gnupg.*|gpg.*|dirmngr|pinentry.*|keyboxd|passwd|adduser|login.*|libpam.*|debconf|cdebconf|libsnmp.*"
    r"|snmp.*|mysql-common|asterisk-config|libsemanage.*|libcodec2.*|tzdata|sensible-utils|libdb5.*|readline-common"
    r"|gcc-.*-base|asterisk-core-sounds-en-gsm)"
)
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
APT_HELPER = "/usr/lib/apt/apt-helper"
FETCH_SECONDS_MAX = 1800
APT_OPTIONS = [
    "-o=APT::Sandbox::User=",  # the folder is ours: apt's own account may not write there
    "-o=Acquire::Retries=3",
    "-o=Acquire::http::Timeout=30",
    "-o=Acquire::https::Timeout=30",
]
Say = Callable[[str], None]


class Package(NamedTuple):
    path: str  # in the archive
    bytes: int
    sha256: str

    @property
    def file(self) -> str:
        return self.path.rsplit("/", 1)[1]


class NotFetched(Exception):
    """This source has not what is asked; the next one is tried."""


def recorded() -> list[Package]:
    rows = (line.split() for line in RECORDED.read_text().splitlines() if line and not line.startswith("#"))
    return [Package(path, int(size), sha256) for path, size, sha256 in rows]


def mirror() -> str:
    """The Debian archive this machine uses, however its sources are written. Raises NotFetched where none is."""
    given = settings.read().debian_mirror
    if not given:
        asked = ["apt-get", "indextargets", "--no-release-info", "--format", "$(REPO_URI)", "Created-By: Packages"]
        lines = subprocess.run(asked, capture_output=True, text=True).stdout.split()
        given = next((u for u in lines if re.search(r"/debian/*$", u)), "")
    if not given:
        raise NotFetched("this machine's package sources name no Debian archive")
    return given.rstrip("/") + "/"


def architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True).stdout.strip()


def fetch_recorded(folder: Path, say: Say) -> None:
    """The known-good set into `folder`. Raises NotFetched when this mirror has not all of it,
    or for another machine.
    """
    packages = recorded()
    if not any(p.file.endswith(f"_{architecture()}.deb") for p in packages):
        raise NotFetched(f"the recorded set is not for {architecture()}")
    base = mirror()
    triples = [x for p in packages for x in (base + p.path, str(folder / p.file), f"SHA256:{p.sha256}")]
    total = sum(p.bytes for p in packages)
    with watched(folder, total, "Asterisk 22", say):
        done = _run([APT_HELPER, *APT_OPTIONS, "-q=2", "download-file", *triples])
    missing = [p.file for p in packages if not (folder / p.file).exists()]
    if done.returncode or missing:
        raise NotFetched(f"{len(missing)} of {len(packages)} recorded packages are no longer on {base}")


def fetch_suite(folder: Path, suite: str, say: Say) -> None:
    """What the resolver finds for this machine in `suite`, without what Asterisk never opens."""
    with _private_apt(folder.parent / "apt", suite) as options:
        say(f"reading Debian {suite}'s package lists")
        updated = _run(["apt-get", *options, "-qq", "update"])
        found = _run(["apt-get", *options, "-qq", "--print-uris", "-y", "install", *WANTED])
        rows = re.findall(r"^'[^']+/([^/']+)' (\S+?)_\S* (\d+)", found.stdout, re.M)
        if not rows:
            raise NotFetched(f"{suite}: {(updated.stderr + found.stderr).strip()[-300:]}")
        names = {name: int(size) for _, name, size in rows if name in WANTED or not UNWANTED.fullmatch(name)}
        with watched(folder, sum(names.values()), f"Asterisk of {suite}", say):
            done = _run(["apt-get", *options, "-qq", "download", *sorted(names)], cwd=folder)
        if done.returncode:
            raise NotFetched(f"{suite}: {done.stderr.strip()[-300:]}")


def differences(folder: Path) -> list[str]:
    """Files that differ from the recorded set, for the record of what was installed."""
    known = {_plain(p.file) for p in recorded()}
    return sorted({_plain(f.name) for f in folder.glob("*.deb")} - known)


def _plain(file: str) -> str:
    """apt writes a version's epoch and signs as %3a and the like, the archive leaves the epoch out."""
    return re.sub(r"_\d+:", "_", unquote(file))


@contextmanager
def _private_apt(home: Path, suite: str) -> Iterator[list[str]]:
    """apt's options for lists, state and cache of our own, trusting Debian's keyring alone."""
    if not KEYRING.exists():
        raise EngineRefused("Debian's keyring is missing", "apt-get install debian-archive-keyring")
    for part in ("state/lists/partial", "cache/archives/partial", "parts", "log"):
        (home / part).mkdir(parents=True, exist_ok=True)
    (home / "status").touch()
    (home / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n")
    settings_of_apt = {
        "Dir::Etc::sourcelist": home / "sources.list",
        "Dir::Etc::sourceparts": home / "parts",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": home / "parts",
        "Dir::Etc::trusted": "/dev/null",
        "Dir::State": home / "state",
        "Dir::State::status": home / "status",
        "Dir::Cache": home / "cache",
        "Dir::Log": home / "log",
        "APT::Install-Recommends": "false",
        "APT::Update::Post-Invoke": "",
        "APT::Update::Post-Invoke-Success": "",
        "Debug::NoLocking": "true",
        "Acquire::Languages": "none",
    }
    yield [*APT_OPTIONS, *(f"-o={name}={value}" for name, value in settings_of_apt.items())]


def _run(argv: list[str], **more) -> subprocess.CompletedProcess:
    return subprocess.run(
        argv,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=FETCH_SECONDS_MAX,
        preexec_fn=ends_with_us,
        **more,
    )
