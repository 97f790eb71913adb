"""A zip that is brought: how many names it lists is known before any library reads them all."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from palabre.foundations import limits
from palabre.foundations.tables import Unreadable
from palabre.moving.actions import package
from palabre.plumbing.zips import END, END_64, LISTED_BYTES_MAX, NotZip, lists_more_than


def packed(names: list[str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, b"name\nAccueil\n")
    return out.getvalue()


def claiming(list_bytes: int) -> bytes:
    """A good zip whose end says that its list has so many bytes."""
    data = bytearray(packed(["skills.csv"]))
    struct.pack_into("<I", data, data.rfind(END) + 12, list_bytes)
    return bytes(data)


@pytest.mark.parametrize("claimed", [limits.MOVING_FILES_MAX * LISTED_BYTES_MAX + 1, 2**32 - 1])
def test_a_list_that_is_too_long_is_refused_unread(claimed, monkeypatch):
    data = claiming(claimed)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))
    with pytest.raises(Unreadable) as refused:
        package.Package(io.BytesIO(data), "export.zip")
    assert refused.value.reason == "too_many_files"


def test_so_is_one_beyond_what_a_plain_zip_can_say(monkeypatch):
    data = packed(["skills.csv"])
    at = data.rfind(END)
    data = data[:at] + END_64 + b"\0" * 16 + data[at:]
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))
    with pytest.raises(Unreadable) as refused:
        package.Package(io.BytesIO(data), "export.zip")
    assert refused.value.reason == "too_many_files"


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"\0" * 100, packed(["skills.csv"])[:-40], b"PK\x03\x04" + END])
def test_what_is_no_zip_is_said_to_be_none(data):
    with pytest.raises(NotZip):
        lists_more_than(io.BytesIO(data), 10)
    with pytest.raises(Unreadable) as refused:
        package.Package(io.BytesIO(data), "export.zip")
    assert refused.value.reason == "zip"


def test_as_many_as_may_be_are_read_with_long_names_too():
    names = [f"{'n' * 300}{place}.csv" for place in range(limits.MOVING_FILES_MAX)]
    assert len([*package.Package(io.BytesIO(packed(names)), "export.zip").tables()]) == len(names)
    with pytest.raises(Unreadable) as refused:
        package.Package(io.BytesIO(packed([*names, "one_more.csv"])), "export.zip")
    assert refused.value.reason == "too_many_files"
