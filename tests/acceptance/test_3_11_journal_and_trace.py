"""Issue 3, point 11: a partition's journal shown, verified, exported; a conversation traced to its end."""

from __future__ import annotations

import json

import pytest
from people import eventually, palabre


@pytest.fixture(scope="module")
def conversation(running):
    """A chat that was answered and is over."""
    awa, visitor = running.advisor("awa"), running.visitor()
    try:
        visitor.writes("Bonjour")
        visitor.presses("1")
        found = awa.accepts()
        awa.ends(found)
        eventually(lambda: awa.get(f"/api/conversations/{found}")["state"] == "closed")
        return found
    finally:
        awa.leave()


def test_a_journal_is_shown_verified_and_exported(running, conversation, tmp_path) -> None:
    data, file = ("--data", str(running.data)), tmp_path / "journal.jsonl"
    shown = running.journal()
    assert any(f["fields"].get("conversation") == conversation for f in shown)
    whole = palabre("journal", "verify", "--json", *data)
    assert whole.returncode == 0, whole.stderr
    told = [json.loads(line) for line in whole.stdout.splitlines()]
    assert all(one["whole"] and one["first"] == 1 and one["facts"] == one["last"] for one in told)
    partition = shown[0]["partition"]
    done = palabre("journal", "export", str(partition), "--to", str(file), *data)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert [line["fact"]["number"] for line in lines[1:-1]] == list(range(1, lines[-1]["last"] + 1))
    assert palabre("journal", "verify", "--file", str(file)).returncode == 0
    texts = file.read_text().splitlines()
    del texts[len(texts) // 2]
    file.write_text("\n".join(texts) + "\n")
    broken = palabre("journal", "verify", "--json", "--file", str(file))
    assert broken.returncode == 1 and json.loads(broken.stdout)["faults"]


def test_a_conversation_is_traced_whole(running, conversation) -> None:
    told = palabre("trace", conversation, "--json", "--data", str(running.data))
    assert told.returncode == 0, told.stderr
    *facts, last = [json.loads(line) for line in told.stdout.splitlines()]
    summary = last["summary"]
    assert (summary["state"], summary["under_way"], summary["facts"]) == ("closed", [], len(facts))
    kinds = [part["kind"] for part in summary["parts"]]
    assert kinds.index("queue") < kinds.index("ring") < kinds.index("talk")
    assert all(part["seconds"] is not None for part in summary["parts"])
    assert [fact["number"] for fact in facts] == sorted(fact["number"] for fact in facts)
    assert "Bonjour" not in told.stdout and "Awa" not in told.stdout
