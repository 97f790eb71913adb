"""`./palabre journal archive` on a journal of our own rooms; `journal` and `trace` say where what is left begins."""

from __future__ import annotations

import json

import msgspec
import psycopg
import pytest
from random_journals import play, random_steps

from palabre.foundations.decision import codec_of
from palabre.foundations.facts import Entry
from palabre.foundations.ids import TenantId
from palabre.plumbing.partition.owned import Owned
from palabre.processes import reading
from palabre.processes.command_line.__main__ import main
from palabre.processes.rooms import ROOMS

CODEC = codec_of(ROOMS)


def fill(database) -> tuple[int, int, int, str]:
    """(partition, number of its snapshot, last number, a conversation that was opened before the snapshot)."""
    facts: list = []
    play(random_steps(7, 120), lambda number, fact: facts.append(fact))
    middle = len(facts) // 2
    with psycopg.connect(database.dsn("superuser")) as connection:
        tenant = "018f0000-0000-7000-8000-000000000001"
        (partition,) = connection.execute("select palabre.create_partition(%s)", (tenant,)).fetchone()
        owned = Owned(partition, TenantId(tenant), ROOMS, CODEC)
        owned.restart(1, len(facts))
        for number, fact in enumerate(facts, 1):
            data = CODEC.encode_entries([Entry("", msgspec.Raw(b"\xc0"), [fact])])
            connection.execute("insert into palabre.journal values (%s, %s, 1, %s, now() - interval '400 days')",
                               (partition, number, data))  # fmt: skip
            if number <= middle:
                owned.replay(number, data)
        connection.execute("update palabre.partition set last_number = %s", (len(facts),))
        connection.execute("insert into palabre.snapshot values (%s, %s, %s)", (partition, middle, owned.dump()))
        connection.execute("insert into palabre.reader values ('figures', %s, %s)", (partition, len(facts)))
    opened = next(f for f in facts if type(f).__name__ == "ConversationOpened")
    return partition, middle, len(facts), opened.conversation


@pytest.fixture
def place(own_database, tmp_path, monkeypatch):
    """The commands find this database instead of a running installation's."""
    monkeypatch.setattr(reading, "owner_dsn", lambda data: own_database.dsn("owner"))
    monkeypatch.setattr(reading, "projector_dsn", lambda data: own_database.dsn("projector"))
    return own_database, tmp_path


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_archive_read_and_restore(place, capsys):
    database, folder = place
    partition, middle, last, conversation = fill(database)
    assert main(["journal", "--json"]) == 0
    whole = capsys.readouterr()
    assert len(lines(whole.out)) == last and "begins" not in whole.err
    assert main(["journal", "archive", "--older-than", "500", "--data", str(folder), "--json"]) == 0
    assert "nothing that old" in lines(capsys.readouterr().out)[0]["why"]
    assert main(["journal", "archive", "--older-than", "365", "--data", str(folder), "--json"]) == 0
    (done,) = lines(capsys.readouterr().out)
    assert (done["partition"], done["first"], done["last"], done["batches"]) == (partition, 1, middle, middle)
    assert done["file"].startswith(str(folder / "archive")) and len(done["sha256"]) == 64

    assert main(["journal", "--json"]) == 0
    left = capsys.readouterr()
    assert f"begins at {middle + 1}" in left.err and len(lines(left.out)) == last - middle
    main(["trace", conversation])
    assert f"begins at {middle + 1}" in capsys.readouterr().err
    assert main(["journal", "--archive", done["file"], "--json"]) == 0
    assert capsys.readouterr().out + left.out == whole.out
    assert main(["journal", "archive", "--older-than", "365", "--data", str(folder)]) == 0
    assert "left alone" in capsys.readouterr().out

    assert main(["journal", "restore", done["file"]]) == 0
    capsys.readouterr()
    assert main(["journal", "--json"]) == 0
    assert capsys.readouterr() == whole


def test_what_cannot_be_is_refused_in_one_line(place, tmp_path, capsys):
    fill(place[0])
    (tmp_path / "no.gz").write_bytes(b"not one of ours")
    assert main(["journal", "--archive", str(tmp_path / "no.gz")]) == 2
    assert main(["journal", "restore", str(tmp_path / "missing.gz")]) == 2
    assert main(["journal", "archive", "--older-than", "365", "--to", str(tmp_path / "no.gz")]) == 2
    said = capsys.readouterr().err.splitlines()
    assert all(line.startswith("palabre: ") for line in said) and len(said) >= 3
    for days in ("0", "-1", "many"):
        with pytest.raises(SystemExit):
            main(["journal", "archive", "--older-than", days])
