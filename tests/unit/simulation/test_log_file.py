"""Whatever a file holds, it is read or refused with words: nothing else comes out."""

import random

import pytest

from palabre.simulation.actions.log_file import read_log
from palabre.simulation.model.log import COLUMNS
from palabre.simulation.model.log_measures import log_measures
from palabre.simulation.problems import LogRefused

HEADER = ",".join(COLUMNS)
ROW = "0,PS,990201,8:00:00,8:00:08,8,8:00:08,8:00:20,12,AGENT,8:00:20,8:02:00,100,A01"
LOG = "\n".join([HEADER, *[ROW] * 6]).encode()
PIECES = (b'"', b";", b"\n", b",,", b"99999999", b"-", b"\xef\xbb\xbf", b"\r", b"\0", b"\x1f\x8b", "٣".encode(), b"1_0")


def damaged(seed: int) -> bytes:
    chance, text = random.Random(seed), bytearray(LOG)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(text))
        if chance.random() < 0.5:
            text[at:at] = chance.choice(PIECES)
        else:
            del text[at : at + chance.randrange(1, 30)]
    return bytes(text)


def test_damaged_files_are_read_or_refused(tmp_path):
    file, outcomes = tmp_path / "log.csv", set()
    for seed in range(150):
        file.write_bytes(damaged(seed))
        try:
            log_measures(read_log(file), 20, 20)
            outcomes.add("read")
        except LogRefused as why:
            assert why.mend and str(why)
            outcomes.add("refused")
    assert outcomes == {"read", "refused"}


def test_rows_and_bytes_are_bounded(tmp_path, monkeypatch):
    file = tmp_path / "log.csv"
    file.write_bytes(LOG)
    for name, bound, said in (("LOG_ROWS_MAX", 5, "more than 5 calls"), ("LOG_BYTES_MAX", 400, "more than 400 bytes")):
        with monkeypatch.context() as patched, pytest.raises(LogRefused, match=said):
            patched.setattr(f"palabre.foundations.limits.{name}", bound)
            read_log(file)
