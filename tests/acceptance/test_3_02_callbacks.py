"""Issue 3, point 2: callbacks. The place is kept, an advisor is reserved first, then the customer is dialled."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from people import eventually
from switchboard import AtWork, Switchboard
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, Telephone

CUSTOMER, OTHER = "0199004321", "0199004322"
BYE = {"kind": "hang_up"}
BACK = dict.fromkeys(("requested", "pending", "no_number", "refused"), "bye")
DAY_MS = 86_400_000


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture(scope="module")
def outside(board, folder: Path):
    """The customer's telephone, where the operator's network leads to whatever number is dialled."""
    port = int((folder / "shared/outside/sip_port").read_text())
    with Telephone(board.centre, port=port, hertz=CALLER_HERTZ) as one:
        yield one


@pytest.fixture
def awa(board, advisor):
    """At her desk with a telephone that answers; not yet available."""
    her = AtWork(board, advisor("awa", status=""))
    her.who.be("away")
    yield her
    her.phone.__exit__()


@pytest.fixture
def page(board, nadia) -> str:
    """A queue that web pages may ask; their key."""
    rules = nadia.put(f"/api/callbacks/rules/{board.queue}", {"page": True, "distances": [300, 900]}, status=200)
    return rules["page_key"]


def rows(nadia, board, **more):
    return nadia.get("/api/callbacks", queue=board.queue, **more)["rows"]


def of(nadia, board, id: str) -> dict:
    return next(r for r in rows(nadia, board) if r["id"] == id)


def asks_by_telephone(board, number: str = CUSTOMER) -> dict:
    """A call whose flow keeps her place; the callback."""
    line = board.number({"back": {"kind": "callback", "queue": board.queue, "next": BACK}, "bye": BYE})
    with Telephone(board.centre, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number, number)
        caller.until(lambda: caller.state == "over")
    line.closed()
    pending = lambda: rows(board.nadia, board, state="pending")
    return eventually(lambda: [r for r in pending() if r["number"].endswith(number[1:])])[0]


def test_she_keeps_her_place_and_is_called_when_somebody_is_there_for_her(board, outside, awa, nadia):
    made = asks_by_telephone(board)
    assert (made["asked_by"], made["tries"], made["promised"] > made["requested_at"]) == ("voice", 0, True)
    assert outside.state == "idle", "nobody is called before an advisor is there"
    awa.who.be("available")
    outside.until(lambda: outside.state == "talking")
    conversation = awa.who.accepts(channel="voice")
    outside.until_hears(ADVISOR_HERTZ)
    awa.phone.until_hears(CALLER_HERTZ)
    reached = eventually(lambda: (r := of(nadia, board, made["id"]))["state"] == "reached" and r)
    assert (reached["reached_in"], reached["tries"], reached["last_outcome"]) == (conversation, 1, "answered")
    told = nadia.get(f"/api/conversations/{conversation}")
    assert told["customer"] and reached["customer"]
    outside.hang_up()
    awa.ends_wrap_up(conversation)
    reasons = {f["fields"]["reason"] for f in board.running.journal() if f["fact"] == "routing.WorkItemEnded.1"
               and f["fields"].get("conversation") in (conversation, made["id"])}
    assert not reasons & {"abandoned", "short_abandoned"}, reasons


def test_who_is_busy_is_tried_again_later_and_the_advisor_is_free(board, outside, awa, nadia):
    outside.until(lambda: outside.state in ("idle", "over"))
    made = asks_by_telephone(board, OTHER)
    outside.answers = False
    try:
        awa.who.be("available")
        outside.until(lambda: outside.state == "ringing")
        outside.hang_up()
        tried = eventually(lambda: (r := of(nadia, board, made["id"]))["tries"] == 1 and r)
    finally:
        outside.answers = True
    assert (tried["last_outcome"], tried["state"]) == ("busy", "pending")
    assert 295_000 < tried["next_at"] - time.time() * 1000 < 301_000
    eventually(lambda: not awa.desk.entities["me"].get("reserved_until"))
    nadia.ask("DELETE", f"/api/callbacks/{made['id']}", status=204)
    eventually(lambda: of(nadia, board, made["id"])["state"] == "cancelled")
    told = nadia.ask("DELETE", f"/api/callbacks/{made['id']}", status=409)
    assert told["code"] == "callbacks.over"


def test_who_calls_again_finds_her_place(board, awa, nadia):
    number = "0199004323"
    made = asks_by_telephone(board, number)
    line = board.straight()
    with Telephone(board.centre, hertz=0) as second, Telephone(board.centre, hertz=CALLER_HERTZ) as first:
        second.rings_out(line.number, "0199004324")
        eventually(lambda: len(line.calls()) == 1)
        first.rings_out(line.number, number)
        eventually(lambda: of(nadia, board, made["id"])["state"] == "returned")
        eventually(lambda: len(line.calls()) == 2)
        waiting = lambda: [f for f in board.running.journal() if f["fact"] == "routing.WorkItemQueued.1"
                           and f["fields"]["conversation"] in {c["id"] for c in line.calls()}]
        eventually(lambda: len(waiting()) == 2)
        awa.who.be("available")
        awa.who.accepts(channel="voice")
        first.until_hears(ADVISOR_HERTZ)
        first.hang_up()
    awa.who.be("away")


class TestAPage:
    def test_asks_looks_and_cancels(self, page, nadia, board):
        asked = nadia.post("/welcome/api/callbacks", {"key": page, "number": "01 99 00 43 30"}, status=201)
        assert asked["new"] and asked["token"]
        told = nadia.get(f"/welcome/api/callbacks/{asked['token']}")
        assert told["state"] == "pending" and "number" not in told
        eventually(lambda: nadia.get(f"/welcome/api/callbacks/{asked['token']}")["position"] == 1)
        again = nadia.post("/welcome/api/callbacks", {"key": page, "number": "+33199004330"}, status=201)
        at_once = nadia.post("/welcome/api/callbacks", {"key": page, "number": "0199004335"}, status=201)
        nadia.ask("DELETE", f"/welcome/api/callbacks/{at_once['token']}", status=204)  # before anybody took it up
        assert (again["callback"], again["new"], again["token"]) == (asked["callback"], False, "")
        nadia.ask("DELETE", f"/welcome/api/callbacks/{asked['token']}", status=204)
        eventually(lambda: nadia.get(f"/welcome/api/callbacks/{asked['token']}")["state"] == "cancelled")

    def test_chooses_a_time(self, page, nadia, board):
        due = round(time.time() * 1000) + DAY_MS
        asked = nadia.post("/welcome/api/callbacks", {"key": page, "number": "0199004331", "due": due}, status=201)
        told = nadia.get(f"/welcome/api/callbacks/{asked['token']}")
        assert (told["due"], told["position"]) == (due, 0)
        nadia.ask("DELETE", f"/welcome/api/callbacks/{asked['token']}", status=204)

    @pytest.mark.parametrize(("more", "status", "code"), [
        ({"number": "0899123456"}, 422, "callbacks.no_number"),       # it would cost us
        ({"number": "112"}, 422, "callbacks.no_number"),
        ({"number": "bonjour"}, 422, "callbacks.no_number"),
        ({"number": "+44 20 7946 0958"}, 422, "callbacks.no_number"),  # strangers choose no number abroad
        ({"due": 1}, 422, "callbacks.time_not_possible"),
        ({"due": 4_102_444_800_000}, 422, "callbacks.time_not_possible"),
        ({"key": "nobody-has-this-key"}, 404, "callbacks.page_unknown"),
        ({"number": "x" * 31}, 422, "invalid"),
        ({"queue": "other"}, 422, "invalid"),
    ])  # fmt: skip
    def test_is_refused_with_a_reason(self, page, nadia, more, status, code):
        asked = {"key": page, "number": "0199004332"} | more
        told = nadia.ask("POST", "/welcome/api/callbacks", asked, status=status)
        assert told["code"] == code

    def test_may_not_have_others_called_again_and_again(self, page, nadia):
        for n in range(6):
            wanted = {"key": page, "number": "0199004333"}
            told = nadia.ask("POST", "/welcome/api/callbacks", wanted, status=429 if n == 5 else 201)
            if n < 5:
                nadia.ask("DELETE", f"/welcome/api/callbacks/{told['token']}", status=204)
                token = told["token"]
                eventually(lambda t=token: nadia.get(f"/welcome/api/callbacks/{t}")["state"] == "cancelled")
        assert (told["code"], told["details"]["of"]) == ("callbacks.too_many", "address")


def test_rules_that_cannot_be_are_refused(board, nadia):
    for wrong in ({"distances": [1]}, {"distances": [300] * 5}, {"promise_seconds": 5}, {"open_seconds": 10**9}):
        told = nadia.ask("PUT", f"/api/callbacks/rules/{board.queue}", wrong, status=422)
        assert told["code"] == "callbacks.rules_impossible"


class TestLists:
    def test_an_advisor_sees_those_of_her_queues_a_partners_people_no_number(self, page, board, awa, nadia, running):
        number = "0199004340"
        asked = nadia.post("/welcome/api/callbacks", {"key": page, "number": number}, status=201)
        try:
            board.able("lea")
            lea, paul = running.person("lea"), running.person("paul")
            known = lambda: {r["id"]: r for r in lea.get("/api/callbacks/mine", state="pending")["rows"]}
            assert eventually(lambda: known().get(asked["callback"]))["number"] == "+33199004340"
            found = lea.get("/api/callbacks/mine", number="99 00 43 40")["rows"]
            assert [one["id"] for one in found] == [asked["callback"]]
            partner = {r["id"]: r for r in awa.who.get("/api/callbacks/mine")["rows"]}  # another company's people
            assert (partner[asked["callback"]]["number"], partner[asked["callback"]]["customer"]) == ("", None)
            assert asked["callback"] not in {r["id"] for r in paul.get("/api/callbacks/mine")["rows"]}
            paul.get("/api/callbacks", status=403)
            paul.get("/api/callbacks.csv", status=403)
        finally:
            nadia.ask("DELETE", f"/welcome/api/callbacks/{asked['token']}", status=204)

    def test_the_list_is_a_file_by_the_same_filters(self, page, board, nadia):
        text = nadia.get("/api/callbacks.csv", queue=board.queue, number="0199004340").decode("utf-8-sig")
        head, *lines = text.strip().splitlines()
        assert head.split(";")[:4] == ["id", "number", "queue", "state"]
        assert [line.split(";")[1] for line in lines] == ["'+33199004340"], "no formula for a spreadsheet"
