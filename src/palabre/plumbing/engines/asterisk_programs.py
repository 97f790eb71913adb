"""Where an Asterisk lies: unpacked in a private prefix (started by the prefix's own loader),
or installed on the system.
"""

import glob
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.engines.spawn import run

VERSION_MIN = (22, 6)
LANGUAGES = {"fr": "fr_CA_f_June", "en": "en_US_f_Allison"}


class AsteriskProgram(NamedTuple):
    """How to run it and where its files are."""

    command: tuple[str, ...]  # goes before the arguments
    modules: Path
    share: Path  # rest-api, documentation, sounds
    prefix: Path | None = None

    def version(self) -> tuple[int, ...]:
        """E.g. (22, 10, 1)."""
        told = run([*self.command, "-V"]).stdout
        found = re.search(r"Asterisk (?:certified/)?(\d+(?:\.\d+)*)", told)
        return tuple(int(n) for n in found[1].split(".")) if found else ()

    def sounds(self) -> dict[str, Path]:
        """Recorded prompts by language tag: those that are there."""
        at = {tag: self.share / "sounds" / name for tag, name in LANGUAGES.items()}
        return {tag: folder for tag, folder in at.items() if folder.is_dir()}

    def espeak(self) -> tuple[tuple[str, ...], dict[str, str]] | None:
        """The synthesiser's command and environment (it speaks at 22,050 Hz), or None where there is none."""
        if self.prefix is None:
            return (("/usr/bin/espeak-ng",), {}) if Path("/usr/bin/espeak-ng").exists() else None
        program = self.prefix / "root/usr/bin/espeak-ng"
        library = self.modules.parents[1]
        if not program.exists():
            return None
        path = f"{library}:{library}/pulseaudio"  # it is linked to a library that it never uses here
        command = (self.command[0], "--library-path", path, str(program))
        return command, {"ESPEAK_DATA_PATH": str(library / "espeak-ng-data")}


def in_prefix(prefix: Path) -> AsteriskProgram | None:
    """The one unpacked under `prefix`, whatever the machine's architecture is called."""
    libraries = [Path(p).parent for p in glob.glob(f"{prefix}/root/usr/lib/*/asterisk")]
    loaders = [x for lib in libraries for x in glob.glob(f"{lib}/ld-linux*.so.*")]
    program = prefix / "root/usr/sbin/asterisk"
    if not loaders or not program.exists():
        return None
    library = str(libraries[0])
    command = (loaders[0], "--library-path", library, str(program))
    return AsteriskProgram(command, libraries[0] / "asterisk/modules", prefix / "root/usr/share/asterisk", prefix)


def on_system(program: Path) -> AsteriskProgram:
    """An installed one; refused when it is too old for what we ask of it."""
    if not program.exists():
        raise EngineRefused(f"there is no Asterisk at {program}", "correct PALABRE_ASTERISK, or unset it")
    folders = glob.glob("/usr/lib/*/asterisk/modules") + glob.glob("/usr/lib*/asterisk/modules")
    found = AsteriskProgram((str(program),), Path(folders[0] if folders else "/usr/lib/asterisk/modules"), _share())
    if found.version() < VERSION_MIN:
        raise EngineRefused(
            f"{program} is Asterisk {dotted(found.version())}", "22.6 or later is needed: unset PALABRE_ASTERISK"
        )
    return found


def dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version)) or "unknown"


def _share() -> Path:
    places = (Path("/usr/share/asterisk"), Path("/var/lib/asterisk"))
    return next((p for p in places if (p / "rest-api").is_dir()), places[0])
