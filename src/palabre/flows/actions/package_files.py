"""A flow package as a zip, written and read. Nothing in it is ever unpacked under a name of its own choosing; it is
read as a stream, counted and hashed, so that what its head claims of its size is believed by nobody.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from typing import IO, Any

import msgspec

from palabre.flows.actions.prompts import check_name, checked_wav
from palabre.flows.model.flow import read_flow
from palabre.flows.model.packing import (
    FORMAT,
    VERSION,
    Contents,
    FlowPacked,
    Manifest,
    Part,
    PromptPacked,
    ReferencePacked,
)
from palabre.flows.problems import (
    FlowUnreadable,
    PackageBroken,
    PackageForeign,
    PackageHashWrong,
    PackageNewer,
    PackagePathUnsafe,
    PackageSoundInvalid,
    PackageTooLarge,
    PackageUnreadable,
    RecordingInvalid,
)
from palabre.foundations import limits
from palabre.foundations.problems import Invalid
from palabre.plumbing.zips import NotZip, lists_more_than

MANIFEST, PROMPTS, REFERENCES = "manifest.json", "prompts.json", "references.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of every part: the same flow is the same file, byte by byte
CHUNK = 1 << 16
ENCRYPTED = 0x1
LEFT_BY_OTHERS = ("__MACOSX/", ".DS_Store", "Thumbs.db")  # what desks add to a zip that they made anew
DRIVE = re.compile(r"^[A-Za-z]:")
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class Written:
    """A package being written; `close` puts its manifest. Sounds are given one at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._zip, self._parts, self._bytes = file, zipfile.ZipFile(file, "w"), [], 0

    def put(self, path: str, data: bytes) -> None:
        """Raises PackageTooLarge."""
        self._bytes += len(data)
        if self._bytes > limits.PACKAGE_INFLATED_BYTES_MAX:
            raise PackageTooLarge(what="inflated_bytes", most=limits.PACKAGE_INFLATED_BYTES_MAX)
        if len(self._parts) + 2 > limits.PACKAGE_PARTS_MAX:
            raise PackageTooLarge(what="parts", most=limits.PACKAGE_PARTS_MAX)
        self._parts.append(Part(path, len(data), hashlib.sha256(data).hexdigest()))
        self._write(path, data)

    def close(self, root: str) -> None:
        self._write(MANIFEST, told(Manifest(root, self._parts)))
        self._zip.close()
        if self._file.tell() > limits.PACKAGE_BYTES_MAX:
            raise PackageTooLarge(what="bytes", most=limits.PACKAGE_BYTES_MAX)

    def _write(self, path: str, data: bytes) -> None:
        info = zipfile.ZipInfo(path, LONG_AGO)
        info.external_attr = 0o644 << 16
        self._zip.writestr(info, data, zipfile.ZIP_DEFLATED)


def told(value: Any) -> bytes:
    """As a person can read it, and a program compare it line by line."""
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=1) + b"\n"


class Read:
    """A package that was read whole and is what its manifest says. `contents`; `sound(sha256)`: a wav."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = _opened(file)
        self._inflated = 0
        self._infos = _infos(self._zip)
        manifest = _manifest(self._part(MANIFEST, limits.PACKAGE_TEXT_BYTES_MAX))
        listed = {part.path: part for part in manifest.parts}
        for path in self._infos:
            if path not in listed and path != MANIFEST:
                raise PackageBroken(reason="unlisted", part=_shown(path))
        self._sounds: dict[str, str] = {}
        texts = {path: data for path in sorted(listed) if (data := self._checked(listed[path])) is not None}
        self.contents = _contents(manifest, texts, listed)

    def sound(self, sha256: str) -> bytes:
        return self._zip.read(self._infos[self._sounds[sha256]])

    def _checked(self, part: Part) -> bytes | None:
        """Its bytes; None of a sound, which is judged and let go."""
        if part.path not in self._infos:
            raise PackageBroken(reason="missing", part=_shown(part.path))
        is_sound = part.path.startswith("sounds/")
        data = self._part(part.path, limits.PROMPT_BYTES_MAX if is_sound else limits.PACKAGE_TEXT_BYTES_MAX)
        if len(data) != part.bytes or hashlib.sha256(data).hexdigest() != part.sha256:
            raise PackageHashWrong(part=_shown(part.path))
        if not is_sound:
            return data
        try:
            checked_wav(data)
        except RecordingInvalid as problem:
            raise PackageSoundInvalid(part=_shown(part.path), reason=problem.details["reason"]) from None
        self._sounds.setdefault(part.sha256, part.path)
        return None

    def _part(self, path: str, most: int) -> bytes:
        if path not in self._infos:
            raise PackageForeign()
        data = bytearray()
        try:
            with self._zip.open(self._infos[path]) as stream:
                while chunk := stream.read(CHUNK):
                    data += chunk
                    self._inflated += len(chunk)
                    if self._inflated > limits.PACKAGE_INFLATED_BYTES_MAX or len(data) > most:
                        raise PackageTooLarge(what="inflated_bytes", most=min(most, limits.PACKAGE_INFLATED_BYTES_MAX))
        except UNREADABLE:
            raise PackageBroken(reason="damaged", part=_shown(path)) from None
        return bytes(data)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    _refuse_long_lists(file)
    try:
        return zipfile.ZipFile(file)
    except UNREADABLE:
        raise PackageBroken(reason="not_zip") from None


def _refuse_long_lists(file: IO[bytes]) -> None:
    try:
        long = lists_more_than(file, limits.PACKAGE_PARTS_MAX)
    except NotZip:
        raise PackageBroken(reason="not_zip") from None
    if long:
        raise PackageTooLarge(what="parts", most=limits.PACKAGE_PARTS_MAX)


def _infos(zip: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = zip.infolist()
    if len(infos) > limits.PACKAGE_PARTS_MAX:
        raise PackageTooLarge(what="parts", most=limits.PACKAGE_PARTS_MAX)
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        path = info.orig_filename.replace("\\", "/")
        if path.startswith("/") or DRIVE.match(path) or ".." in path.split("/") or "\0" in path:
            raise PackagePathUnsafe(part=_shown(path))
        if info.is_dir() or path.startswith(LEFT_BY_OTHERS[0]) or path.rsplit("/", 1)[-1] in LEFT_BY_OTHERS[1:]:
            continue
        if info.flag_bits & ENCRYPTED:
            raise PackageBroken(reason="encrypted", part=_shown(path))
        if path in found:
            raise PackageBroken(reason="twice", part=_shown(path))
        found[path] = info
    return found


def _manifest(data: bytes) -> Manifest:
    """First whose it is and how new; then the whole of it."""
    try:
        head = msgspec.json.decode(data)
    except msgspec.DecodeError:
        raise PackageForeign() from None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise PackageForeign()
    version = head.get("version")
    if isinstance(version, int) and version > VERSION:
        raise PackageNewer(version=version, known=VERSION)
    try:
        manifest = msgspec.convert(head, Manifest)
    except msgspec.ValidationError:
        raise PackageBroken(reason="manifest", part=MANIFEST) from None
    if manifest.version != VERSION or len({part.path for part in manifest.parts}) != len(manifest.parts):
        raise PackageBroken(reason="manifest", part=MANIFEST)
    return manifest


def _contents(manifest: Manifest, texts: dict[str, bytes], listed: dict[str, Part]) -> Contents:
    if sum(map(len, texts.values())) > limits.PACKAGE_TEXT_BYTES_MAX:
        raise PackageTooLarge(what="text_bytes", most=limits.PACKAGE_TEXT_BYTES_MAX)
    paths = sorted(path for path in texts if path.startswith("flows/"))
    if len(paths) > limits.PACKAGE_FLOWS_MAX:
        raise PackageTooLarge(what="flows", most=limits.PACKAGE_FLOWS_MAX)
    if manifest.flow not in paths:
        raise PackageBroken(reason="missing", part=_shown(manifest.flow))
    flows = {path: _decoded(path, texts[path], FlowPacked) for path in paths}
    prompts = _decoded(PROMPTS, texts.get(PROMPTS, b"[]"), list[PromptPacked])
    names = _decoded(REFERENCES, texts.get(REFERENCES, b"[]"), list[ReferencePacked])
    root = flows[manifest.flow]
    for path, one in flows.items():
        _read(path, one)
    _each_once([one.name.lower() for one in flows.values()], [one.id for one in flows.values()],
               [(one.name, one.language) for one in prompts])  # fmt: skip
    return Contents(root.id, [root, *(one for one in flows.values() if one is not root)],
                    [_prompt(one, listed) for one in prompts], names)  # fmt: skip


def _prompt(one: PromptPacked, listed: dict[str, Part]) -> PromptPacked:
    try:
        check_name(one.name, one.language)
    except Invalid:
        raise PackageUnreadable(why=f"{PROMPTS}: {_shown(one.name)} {_shown(one.language)}") from None
    if not one.sound:
        return one
    if one.sound not in listed or not one.sound.startswith("sounds/"):
        raise PackageBroken(reason="missing", part=_shown(one.sound))
    return msgspec.structs.replace(one, sound=listed[one.sound].sha256)


def _read(path: str, one: FlowPacked) -> None:
    if len(msgspec.json.encode(one.document)) > limits.FLOW_BYTES_MAX:
        raise PackageTooLarge(what="text_bytes", most=limits.FLOW_BYTES_MAX)
    try:
        read_flow(one.document)
    except FlowUnreadable as problem:
        raise PackageUnreadable(why=f"{path}: {problem.details['why']}") from None


def _each_once(*lists: list) -> None:
    for one in lists:
        if len(set(one)) != len(one):
            raise PackageBroken(reason="twice")


def _decoded(path: str, data: bytes, shape: Any) -> Any:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.DecodeError as why:
        raise PackageUnreadable(why=f"{path}: {str(why)[:300]}") from None


def _shown(path: str) -> str:
    """A name that somebody chose, as far as it is told."""
    return "".join(c if c.isprintable() else "?" for c in path[:100])
