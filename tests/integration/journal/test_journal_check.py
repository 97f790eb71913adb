"""`./palabre journal verify`, `journal export` and `trace` on a journal of our own rooms, whole and tampered with."""

from __future__ import annotations

import json

import msgspec
import psycopg
import pytest
from random_journals import play, random_steps

from palabre.foundations.decision import codec_of
from palabre.foundations.facts import Entry
from palabre.plumbing.engines.problems import EngineRefused
from palabre.processes import reading
from palabre.processes.command_line import journal, journal_check, trace
from palabre.processes.rooms import ROOMS

CODEC = codec_of(ROOMS)
BATCH = 3


@pytest.fixture
def place(own_database, tmp_path, monkeypatch):
    """The commands find this database; one partition with a journal of batches of three facts."""
    monkeypatch.setattr(reading, "projector_dsn", lambda data: own_database.dsn("projector"))
    facts: list = []
    play(random_steps(7, 200), lambda number, fact: facts.append(fact))
    with psycopg.connect(own_database.dsn("superuser"), autocommit=True) as connection:
        tenant = "018f0000-0000-7000-8000-000000000001"
        (partition,) = connection.execute("select palabre.create_partition(%s)", (tenant,)).fetchone()
        for begin in range(0, len(facts), BATCH):
            some = facts[begin : begin + BATCH]
            data = CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), some)])
            last = begin + len(some)
            sql = "insert into palabre.journal values (%s, %s, %s, %s)"
            connection.execute(sql, (partition, last, len(some), data))
        connection.execute("update palabre.partition set last_number = %s", (len(facts),))
        yield connection, partition, facts, tmp_path


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def verified(capsys, *arguments: str) -> tuple[int, dict]:
    code = journal.main(["verify", "--json", *arguments])
    return code, told(capsys)


def test_a_whole_journal_and_its_export(place, capsys) -> None:
    _, partition, facts, folder = place
    code, found = verified(capsys)
    assert (code, found["whole"], found["first"], found["last"]) == (0, True, 1, len(facts))
    assert found["facts"] == len(facts) and found["batches"] == -(-len(facts) // BATCH)
    file = folder / "journal.jsonl"
    assert journal.main(["export", str(partition), "--to", str(file)]) == 0
    assert found["sha256"] in capsys.readouterr().err, "the same facts have the same hash"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["fact"]["number"] for line in lines[1:-1]] == list(range(1, len(facts) + 1))
    code, again = verified(capsys, "--file", str(file))
    assert (code, again["sha256"], again["whole"]) == (0, found["sha256"], True)


@pytest.mark.parametrize("wrong", ["changed", "left out", "swapped", "cut", "added"])
def test_a_file_that_was_touched(place, capsys, wrong: str) -> None:
    _, partition, facts, folder = place
    file = folder / "journal.jsonl"
    journal.main(["export", str(partition), "--to", str(file)])
    lines = file.read_text().splitlines()
    if wrong == "changed":
        lines[5] = lines[5].replace('"at": 1', '"at": 2', 1)
    elif wrong == "left out":
        del lines[5]
    elif wrong == "swapped":
        lines[5], lines[6] = lines[6], lines[5]
    elif wrong == "cut":
        del lines[-1]
    else:
        lines.append(lines[1])
    file.write_text("\n".join(lines) + "\n")
    code, found = verified(capsys, "--file", str(file))
    assert code == 1 and found["faults"], wrong
    assert facts and not found["whole"]


def test_a_journal_that_was_touched(place, capsys) -> None:
    connection, partition, facts, _ = place
    connection.execute("delete from palabre.journal where last_number = 6")
    code, found = verified(capsys, str(partition))
    assert code == 1 and found["faults"] == ["after 3 comes 7"]
    connection.execute("update palabre.journal set facts = 2 where last_number = 9")
    assert "holds 3 facts" in " ".join(verified(capsys)[1]["faults"])
    connection.execute("update palabre.journal set entries = '\\xff' where last_number = 9")
    assert "is not read" in " ".join(verified(capsys)[1]["faults"])
    connection.execute("update palabre.partition set last_number = last_number + 1")
    assert f"it ends at {len(facts)}" in " ".join(verified(capsys)[1]["faults"])


def test_what_is_not_there_is_said(place, capsys) -> None:
    folder = place[-1]
    for file in ("missing.jsonl", "other.jsonl"):
        (folder / "other.jsonl").write_text('{"format": "something"}\n')
        with pytest.raises(EngineRefused):
            journal_check.verify(["--file", str(folder / file)])
    with pytest.raises(EngineRefused):
        journal.main(["export", "99"])
    assert capsys.readouterr().out == ""


def test_a_trace_tells_parts_and_what_is_under_way(place, capsys) -> None:
    _, _, facts, _ = place
    again = {f.conversation for f in facts if type(f).__name__ == "ConversationReopened"}
    ended = [f.conversation for f in facts if type(f).__name__ == "ConversationClosed"]
    closed = next(c for c in ended if c not in again)
    assert trace.main([closed, "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    summary = lines[-1]["summary"]
    assert summary["state"] == "closed" and summary["facts"] == len(lines) - 1
    told = [line for line in lines[:-1] if line["fact"].startswith("conversations.SegmentOpened")]
    opened = [line["fields"]["segment"] for line in told]
    assert [part["segment"] for part in summary["parts"]] == opened and opened
    assert all(part["seconds"] is not None for part in summary["parts"])
    over = {f.conversation for f in facts if type(f).__name__ == "ConversationClosed"}
    open_one = next(f.conversation for f in facts if type(f).__name__ == "SegmentOpened" and f.conversation not in over)
    assert trace.main([open_one]) == 0
    text = capsys.readouterr().out
    assert "still" in text and "under way:" in text and text.rstrip().splitlines()[-2].endswith(": open")
