"""The black box is given a new file while it is written; nothing of what it told is lost or told twice."""

import os
from types import SimpleNamespace

import pytest

from palabre.channels.voice.drivers import record
from palabre.plumbing.identity import now_ms

OLD = (now_ms() - 3_600_000) / 1000


class Box:
    """Asterisk's side: each line is a file opened to append, as its module does."""

    def __init__(self, folder):
        self.path, self.wrong = folder / "Master.csv", []
        place = SimpleNamespace(call_record=self.path, state=folder)
        self.reader = record.CallRecord(SimpleNamespace(place=place))

    def tell(self, event: str, line: str, end: str = "\n") -> None:
        cells = [event, f"{OLD:.3f}", line, line, "PJSIP/trunk", "+33612345678", "+33199001000", "from-trunk", ""]
        with self.path.open("a") as file:
            file.write(",".join(f'"{cell}"' for cell in cells) + end)

    def read(self) -> list[str]:
        """Lines of calls that ended, as one round of the reader finds them."""
        position = self.reader._position()
        ended = self.reader._read(position)
        self.reader._keep(position)
        self.reader._set_aside(position)
        return sorted(ended)


@pytest.fixture
def box(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "FILE_BYTES_MAX", 200)
    return Box(tmp_path)


def test_a_call_that_goes_on_over_the_change_of_files_is_told_once(box):
    box.tell("CHAN_START", "a")
    box.tell("CHAN_START", "b")
    box.tell("CHAN_END", "a")
    assert box.read() == ["a"]
    assert not box.path.exists() and (box.path.parent / "Master.csv.1").exists(), "set aside, beyond its bound"
    assert box.read() == []
    box.tell("CHAN_END", "b")
    box.tell("CHAN_START", "c")
    assert box.read() == ["b"]
    box.tell("CHAN_END", "c")
    assert box.read() == ["c"] and box.read() == []


def test_what_was_written_after_the_last_look_is_read_from_the_file_set_aside(box):
    box.tell("CHAN_START", "a")
    assert box.read() == []
    box.tell("CHAN_END", "a")
    box.path.rename(box.path.parent / "Master.csv.1")  # a writer was quicker than our reading
    box.tell("CHAN_START", "b")
    box.tell("CHAN_END", "b")
    assert box.read() == ["a", "b"]


def test_half_a_line_of_a_killed_asterisk_holds_nothing_up(box):
    box.tell("CHAN_START", "a")
    box.tell("CHAN_END", "a", end="")
    assert box.read() == []
    aside = box.path.parent / "Master.csv.1"
    box.path.rename(aside)
    box.tell("CHAN_START", "b")
    box.tell("CHAN_END", "b")
    assert box.read() == [], "it may be a line that is being written"
    os.utime(aside, (OLD, OLD))
    assert box.read() == ["b"]


def test_it_is_set_aside_again_only_when_the_one_before_was_read(box, monkeypatch):
    monkeypatch.setattr(record, "READ_BYTES_MAX", 250)
    for line in "abcd":
        box.tell("CHAN_START", line)
        box.tell("CHAN_END", line)
    found = []
    for turn in range(30):
        found += box.read()
        if turn < 8:
            box.tell("CHAN_START", f"n{turn}")
            box.tell("CHAN_END", f"n{turn}")
    assert sorted(found) == sorted([*"abcd", *(f"n{turn}" for turn in range(8))])
