"""Issue 4, point 11: robots and the go-live checklist from a shell, so that a script may open a centre or not."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest
from people import ROOT, eventually, palabre
from switchboard import Switchboard
from test_4_11_config import token_of
from test_4_11_rehearsal import menu


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    yield made
    made.close()


@pytest.fixture(scope="module")
def shell(running, nadia):
    token = token_of(nadia)
    return lambda *asked, token=token: palabre(*asked, "--url", running.url, PALABRE_TOKEN=token)


@pytest.fixture(scope="module")
def line(board):
    return board.number({
        "which": menu(board, goodbye="bye", person="wait"), "wait": board.waits(),
        "bye": {"kind": "hang_up", "prompts": ["end_voice"]},
    })  # fmt: skip


def test_every_way_is_gone_and_told_as_it_ends(shell, line, board):
    done = shell("rehearse", "--number", line.number, "--json")
    calls = [json.loads(one) for one in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {(c["keys"], c["came_to"]) for c in calls} == {("1", "hang_up"), ("2", f"queue:{board.queue}")}
    assert "2 calls, 0 with something wrong" in done.stderr
    once = shell("rehearse", "--number", line.number, "--calls")
    assert once.returncode == 0 and line.number in once.stdout and once.stdout.count("\n") == 1


def test_what_is_wrong_is_told_and_fails_a_script(shell, board):
    broken = board.number({"one": {"kind": "set", "values": {"x": "1"}, "next": {"done": "two"}},
                           "two": {"kind": "set", "values": {"x": "2"}, "next": {"done": "one"}}})  # fmt: skip
    done = shell("rehearse", "--number", broken.number)
    assert done.returncode == 1 and "flow_failed" in done.stdout, done.stderr


def test_an_interrupt_leaves_no_robot_behind(running, nadia, board):
    talks = board.number({"say": {"kind": "say", "prompts": ["hello_voice"] * 20, "next": {"done": "bye"}},
                          "bye": {"kind": "hang_up"}})  # fmt: skip
    command = [ROOT / "palabre", "rehearse", "--number", talks.number, "--url", running.url]
    environment = os.environ | {"PALABRE_TOKEN": token_of(nadia)}
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    latest = lambda: nadia.get("/api/moving/rehearsals")["rows"][0]
    up = lambda: nadia.get(f"/api/moving/rehearsals/{latest()['id']}")["calls"]
    eventually(lambda: [c for c in up() if c["number"] == talks.number and c["state"] == "running"], 30)
    child.send_signal(signal.SIGINT)
    assert child.wait(30) == 130
    child.stdout.close()
    child.stderr.close()
    eventually(lambda: all(c["state"] == "stopped" for c in up()))


def test_the_checklist_is_red_for_a_number_that_no_robot_has_called(shell, board):
    fresh = board.straight()
    done = shell("checklist", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1 and {"at", "checks", "ticks"} <= told.keys()
    assert [c for c in told["checks"] if c["state"] == "red" and fresh.number in (c["name"], c["subject"])]
    words = shell("checklist").stdout
    assert fresh.number in words and "checks," in words.splitlines()[-1]


def test_who_may_not_is_refused_in_words(shell, claire):
    refused = shell("rehearse", token="palabre_none")
    assert refused.returncode == 2 and refused.stderr.startswith("palabre: ")
    empty = shell("checklist", token="")
    assert empty.returncode == 2 and "PALABRE_TOKEN is empty" in empty.stderr
