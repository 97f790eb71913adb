"""Issue 4, point 6: what who waits is told, the callback by a key, the emergency announcement, night and holiday, and a
number that charges nothing before an advisor answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from people import eventually
from switchboard import EXITS, AtWork, Switchboard
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, Telephone

BYE = {"kind": "hang_up"}
BACK = dict.fromkeys(("requested", "pending", "no_number", "refused"), "bye")


@pytest.fixture(scope="module")
def board(running, nadia) -> Iterator[Switchboard]:
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture
def awa(board, advisor) -> Iterator[AtWork]:
    her = AtWork(board, advisor("awa", status=""))
    her.who.be("away")
    yield her
    her.phone.__exit__()


def later(seconds: float) -> int:
    return round((time.time() + seconds) * 1000)


def final(caller: Telephone) -> list[int]:
    return [code for _, code in caller.told if code >= 200]


def test_nothing_is_charged_before_an_advisor_answers(board, awa, nadia):
    """L224-38: menu and music are heard by a 183, keys count, nobody hears her; the 200 comes with the advisor."""
    menu = {"kind": "menu", "prompts": ["which_voice"], "options": [{"key": "1", "exit": "one"}], "seconds": 10.0,
            "next": {"one": "wait", "silence": "bye", "wrong": "bye"}}  # fmt: skip
    line = board.number({"which": menu, "wait": board.waits(), "bye": BYE}, free_until_answered=True)
    with Telephone(board.centre, hertz=0) as caller:
        caller.calls_number(line.number)
        caller.until_speech()
        assert not final(caller) and caller.status == 183
        caller.presses("1")
        caller.until_music()
        caller.sound.hertz = CALLER_HERTZ  # she speaks all the time from now on
        caller.until_more(0.5)
        assert not final(caller), "the wait is early media too"
        before = time.monotonic()
        awa.who.be("available")
        conversation = awa.who.accepts(channel="voice")
        caller.until_hears(ADVISOR_HERTZ)
        awa.phone.until_hears(CALLER_HERTZ)
        assert final(caller) == [200] and next(t for t, code in caller.told if code == 200) > before
        caller.hang_up()
        awa.ends_wrap_up(conversation)
    assert nadia.get("/api/numbers")["rows"], "and the number says so"
    assert next(n for n in nadia.get("/api/numbers")["rows"] if n["number"] == line.number)["free_until_answered"]


def test_who_is_not_reached_was_never_charged(board):
    line = board.number({"say": {"kind": "say", "prompts": ["hello_voice"], "next": {"done": "bye"}}, "bye": BYE},
                        free_until_answered=True)  # fmt: skip
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.calls_number(line.number)
        caller.until_speech()
        caller.until_over()
        assert final(caller) and final(caller)[0] >= 400
    line.closed()
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:  # and who gives up in the midst of it
        caller.calls_number(line.number)
        caller.until_speech()
        caller.hang_up()
        eventually(lambda: all(c["state"] == "closed" for c in line.calls()) and len(line.calls()) == 2)
        eventually(lambda: final(caller) == [487])


def test_a_digit_in_the_wait_keeps_her_place_and_calls_her_back(board, nadia):
    queue = {**board.waits(), "keys": [{"key": "1", "exit": "back"}],
             "comfort": [{"prompts": ["hello_voice"], "after_seconds": 1, "every_seconds": 2}]}  # fmt: skip
    queue["next"] = {**EXITS, "back": "back"}
    back = {"kind": "callback", "queue": board.queue, "next": BACK}
    line = board.number({"wait": queue, "back": back, "bye": BYE})
    before = nadia.get("/api/callbacks", queue=board.queue, state="pending")["rows"]
    with Telephone(board.centre) as caller:
        caller.rings_out(line.number, "0199006601")
        caller.until_music()
        caller.until_a_voice()  # the comfort message
        caller.until_music()
        caller.presses("7")  # means nothing here
        waited = time.time() * 1000
        caller.until_music()
        caller.sound.press("1")
        caller.until_over()
    found = eventually(lambda: [
        r for r in nadia.get("/api/callbacks", queue=board.queue, state="pending")["rows"] if r not in before])
    assert found[0]["since"] < waited < found[0]["requested_at"], "the place she had in the queue"
    facts = [f for f in line.facts() if f["fact"] == "routing.WorkItemEnded.1"]
    assert [f["fields"]["reason"] for f in facts] == ["left_by_key"], "counted neither as abandoned nor as answered"
    nadia.ask("DELETE", f"/api/callbacks/{found[0]['id']}", status=204)


def announced(person, **more: Any) -> dict[str, Any]:
    texts = {"fr": "Alerte, fuite de gaz rue Haute."}
    return person.post("/api/announcements", {"texts": texts, "ends_at": later(300), **more}, status=201)


def test_an_emergency_is_announced_by_one_gesture_to_who_comes_and_to_who_waits(board, claire):
    """By a supervisor, for one number; whoever waits there already hears it; another number goes on as ever."""
    line, other = board.straight(), board.straight()
    with Telephone(board.centre) as first, Telephone(board.centre) as second, Telephone(board.centre) as third:
        first.rings_out(line.number, "0199006611")
        first.until_music()
        made = announced(claire, target="entry", subject=line.number)
        assert made["state"] == "said"
        second.rings_out(line.number, "0199006612")
        second.until_a_voice()
        first.until_a_voice()  # told too, within seconds
        first.until_music(20)
        second.until_music(20)  # after it, the queue as ever
        third.rings_out(other.number, "0199006613")
        third.until_music()
        withdrawn = claire.post(f"/api/announcements/{made['id']}/withdraw")
        assert withdrawn["state"] == "withdrawn"
        assert claire.post(f"/api/announcements/{made['id']}/restore")["state"] == "said"
        claire.post(f"/api/announcements/{made['id']}/withdraw")
        assert claire.ask("POST", f"/api/announcements/{made['id']}/withdraw", status=409)["code"] == (
            "information.announcement_over")
    verbs = [r["verb"] for r in board.nadia.get("/api/audit", subject=f"announcement:{made['id']}")["rows"]]
    assert sorted(verbs) == ["information.announce", "information.restore", *["information.withdraw"] * 2]


def test_an_announcement_that_closes_takes_nobody_further_and_ends_by_itself(board, claire):
    line = board.straight()
    made = announced(claire, target="queue", subject=board.queue, hangs_up=True)
    with Telephone(board.centre) as caller:
        caller.rings_out(line.number, "0199006621")
        caller.until_a_voice()
        caller.until_over(30)
    line.closed()
    ended = claire.put(f"/api/announcements/{made['id']}/end", {"ends_at": later(0.6)})
    assert ended["state"] == "said"
    eventually(lambda: next(a for a in claire.get("/api/announcements")["rows"] if a["id"] == made["id"])["state"]
               == "ended")  # fmt: skip
    with Telephone(board.centre) as caller:
        caller.rings_out(line.number, "0199006622")
        caller.until_music()
    claire.ask("POST", "/api/announcements", {"texts": {"fr": "x"}, "ends_at": later(-5)}, status=422)
    claire.ask("POST", "/api/announcements", {"texts": {"fr": " "}, "ends_at": later(5)}, status=422)
