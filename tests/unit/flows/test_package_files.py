"""Packages that are none, or that were made to harm: each refused by its own name, before anything is believed."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import wave
import zipfile

import pytest

from palabre.flows import wiring  # noqa: F401  registers the kinds of steps
from palabre.flows.actions.package_files import Read, Written, told
from palabre.flows.model.packing import FlowPacked, PromptPacked
from palabre.flows.problems import (
    PackageBroken,
    PackageForeign,
    PackageHashWrong,
    PackageNewer,
    PackagePathUnsafe,
    PackageSoundInvalid,
    PackageTooLarge,
    PackageUnreadable,
)
from palabre.foundations import limits
from palabre.plumbing.identity import new_id

ID = new_id()
SAYS = {"kind": "say", "prompts": ["bonjour"], "next": {"done": "bye"}}
FLOW = {"languages": ["fr"], "start": "a", "steps": {"a": SAYS, "bye": {"kind": "hang_up"}}}
SOUND = "sounds/bonjour.fr.wav"


def wav(seconds: float = 0.1) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\1\0" * round(8000 * seconds))
    return made.getvalue()


def good(document: dict = FLOW, sound: bytes | None = None, prompt: str = "bonjour") -> bytes:
    out = io.BytesIO()
    made = Written(out)
    made.put("flows/001.json", told(FlowPacked(ID, "Accueil", document)))
    made.put("prompts.json", told([PromptPacked(prompt, "fr", "Bonjour", SOUND)]))
    made.put("references.json", told([]))
    made.put(SOUND, wav() if sound is None else sound)
    made.close("flows/001.json")
    return out.getvalue()


def read(data: bytes) -> Read:
    return Read(io.BytesIO(data))


def remade(data: bytes = b"", add: tuple = (), drop: str = "", **manifest) -> bytes:
    """The good one packed again, as somebody would who has changed something. `add`: (name, bytes) to put beside."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data or good())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            held = old.read(info)
            if info.filename == "manifest.json":
                held = json.dumps(json.loads(held) | manifest).encode()
            if info.filename != drop:
                new.writestr(info.filename, held)
        for name, held in add:
            new.writestr(zipfile.ZipInfo(name), held)
    return out.getvalue()


def test_a_good_one_is_read_as_it_was_written():
    found = read(good())
    assert (found.contents.root, [one.name for one in found.contents.flows]) == (ID, ["Accueil"])
    sound = found.contents.prompts[0].sound
    assert found.sound(sound) == wav() and sound == hashlib.sha256(wav()).hexdigest()


def test_what_desks_leave_in_a_zip_made_anew_is_passed_by():
    assert read(remade(add=(("__MACOSX/._a", b"?"), (".DS_Store", b"?"), ("flows/", b"")))).contents.root == ID


@pytest.mark.parametrize(("data", "reason"), (
    (b"", "not_zip"), (b"%PDF-1.7" * 100, "not_zip"), (good()[:-40], "not_zip"), (b"PK\5\6" + b"\0" * 10, "not_zip"),
    (remade(add=(("note.txt", b"hello"),)), "unlisted"), (remade(drop=SOUND), "missing"),
    (remade(drop="flows/001.json"), "missing"), (remade(flow="flows/002.json"), "missing"),
    (remade(parts=[{"path": 3}]), "manifest"), (remade(version=0), "manifest"), (remade(version="1"), "manifest"),
))  # fmt: skip
def test_broken(data, reason):
    with pytest.raises(PackageBroken) as refused:
        read(data)
    assert refused.value.details["reason"] == reason


def test_two_parts_of_one_name_and_a_locked_one_are_broken():
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = remade(add=((SOUND, wav()),))
    with pytest.raises(PackageBroken) as refused:
        read(twice)
    assert refused.value.details["reason"] == "twice"
    data = bytearray(good())
    at = data.index(b"PK\1\2") + 8  # APPNOTE.TXT 4.4.4: bit 0 of the flags
    data[at] |= 1
    with pytest.raises(PackageBroken) as refused:
        read(bytes(data))
    assert refused.value.details["reason"] == "encrypted"


@pytest.mark.parametrize("name", ("../../etc/passwd", "/etc/passwd", "flows/../../x", "C:/x", "..\\x", "a\\..\\b"))
def test_a_path_that_leads_out_is_refused(name):
    with pytest.raises(PackagePathUnsafe):
        read(remade(add=((name, b"x"),)))


def test_a_part_that_is_not_what_the_manifest_says():
    other = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(other, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info) if info.filename != SOUND else wav()[:-1] + b"\5")
    with pytest.raises(PackageHashWrong) as refused:
        read(other.getvalue())
    assert refused.value.details["part"] == SOUND


def test_bytes_that_rot_are_told():
    data = bytearray(good(sound=wav(1)))
    at = data.index(SOUND.encode()) + len(SOUND) + 10
    data[at] ^= 0xFF
    with pytest.raises((PackageBroken, PackageHashWrong)):
        read(bytes(data))


def test_one_of_a_later_palabre_and_ones_that_are_none_of_ours():
    with pytest.raises(PackageNewer) as refused:
        read(remade(version=2, parts="as nobody knows yet"))
    assert refused.value.details == {"version": 2, "known": 1}
    for data in (remade(format="genesys"), remade(drop="manifest.json")):
        with pytest.raises(PackageForeign):
            read(data)


def test_bombs_are_counted_as_they_open_and_not_as_they_claim(monkeypatch):
    monkeypatch.setattr(limits, "PACKAGE_INFLATED_BYTES_MAX", 1_000_000)
    manifest = {"format": "palabre.flow_package", "version": 1, "flow": "flows/001.json",
                "parts": [{"path": "prompts.json", "bytes": 10, "sha256": "x"}]}  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("manifest.json", json.dumps(manifest))
        new.writestr("prompts.json", b" " * 3_000_000)
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\1\2")
    struct.pack_into("<I", data, at + 24, 10)  # APPNOTE.TXT 4.4.9: what it claims to be, unpacked
    with pytest.raises((PackageTooLarge, PackageBroken, PackageHashWrong)):  # no more than it claims is unpacked
        read(bytes(data))
    with pytest.raises(PackageTooLarge) as refused:
        read(out.getvalue())
    assert refused.value.details["what"] == "inflated_bytes"


def test_too_many_parts_and_too_long_a_list():
    many = tuple((f"sounds/x{at}.fr.wav", b"") for at in range(limits.PACKAGE_PARTS_MAX))
    with pytest.raises(PackageTooLarge) as refused:
        read(remade(add=many))
    assert refused.value.details["what"] == "parts"
    data = bytearray(good())
    struct.pack_into("<I", data, data.rindex(b"PK\5\6") + 12, 90_000_000)
    with pytest.raises(PackageTooLarge):
        read(bytes(data))


def test_a_sound_that_no_telephone_plays():
    for sound, why in ((b"ID3" + b"\0" * 50, "not_wav"), (wav()[:30], "not_wav")):
        with pytest.raises(PackageSoundInvalid) as refused:
            read(good(sound=sound))
        assert refused.value.details == {"part": SOUND, "reason": why}


def test_flows_and_words_that_do_not_fit():
    for data in (good(document={"steps": 3}), good(prompt="Pas un nom"), good(document=FLOW | {"start": 3})):
        with pytest.raises(PackageUnreadable) as refused:
            read(data)
        assert refused.value.details["why"]
