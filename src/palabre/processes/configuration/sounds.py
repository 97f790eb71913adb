"""The sounds of prompts beside a configuration's file: `centre.json` has their hashes, `centre.sounds/` the wavs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes.configuration.planning import Step


class Sounds:
    """`file`: of the configuration; none: there is nothing beside it. A key is a prompt's, `name/language`."""

    def __init__(self, file: Path | None) -> None:
        self.folder = file.with_suffix(".sounds") if file else None

    def path(self, key: str) -> Path | None:
        """None for a key that names no file, whatever else it may lead to."""
        name, _, language = key.rpartition("/")
        plain = all(part and all(c.isalnum() or c in "_-" for c in part) for part in (name, language))
        return self.folder / f"{name}.{language}.wav" if self.folder and plain else None

    def write(self, key: str, sound: str, fetch: Callable[[], bytes]) -> None:
        """Where it is not there already: a second export of the same centre fetches nothing."""
        path = self.path(key)
        if path is None or _hash(path) == sound:
            return
        data = fetch()
        if hashlib.sha256(data).hexdigest() != sound:
            raise EngineRefused(f"prompts/{key} was recorded anew meanwhile", "export again")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    def read(self, key: str, sound: str) -> bytes:
        """Looked at by `faults` before; looked at again, for what is written is what was planned."""
        path = self.path(key)
        data = path.read_bytes() if path and path.is_file() else b""
        if hashlib.sha256(data).hexdigest() != sound:
            raise EngineRefused(f"{path} is not the sound that the file names")
        return data

    def faults(self, steps: Iterable[Step]) -> list[str]:
        """What cannot be done, each in a line: sounds that are not there, or are others."""
        found = []
        for step in steps:
            sound = step.fields.get("sound") if step.kind == "prompts" else None
            if sound:
                path = self.path(step.key)
                had = _hash(path) if path else ""
                if had != sound:
                    why = f"{path} is another sound than the file names" if had else f"{path} is not there"
                    found.append(f"prompts/{step.key}: {why}")
        return found


def _hash(path: Path) -> str:
    """'' where there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
