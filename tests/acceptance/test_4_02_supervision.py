"""Issue 4, point 2: a supervisor listens, whispers, joins, takes over; audited, seen by the advisor, ended with it."""

from __future__ import annotations

import pytest
from people import Desk, Person, eventually
from switchboard import AtWork, Switchboard, talk
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone
from telephone_sound import share_of

SUPERVISOR_HERTZ = 1400
AMONG, ABSENT = 0.12, 0.02  # of all that is heard: one voice of several; no voice


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa", "paul")
    yield made
    made.close()


@pytest.fixture
def awa(board, advisor):
    her = AtWork(board, advisor("awa", status=""))
    yield her
    her.phone.__exit__()


@pytest.fixture
def caller(board):
    with Telephone(board.centre, hertz=CALLER_HERTZ) as one:
        yield one


class Supervisor:
    """A sign-in of her own, a telephone of it, her wall."""

    def __init__(self, board: Switchboard, key: str = "", *sign_in: str) -> None:
        self.person = Person(board.running.url, *sign_in) if sign_in else board.running.person(key)
        self.phone = Telephone(board.centre, address=AT_WORK, hertz=SUPERVISOR_HERTZ, answers=True)
        self.person.post("/api/desk/phone", {"kind": "sip", "contact": self.phone.contact})
        self.wall = Desk(self.person)

    def asks(self, conversation: str, advisor: str, how: str, **more) -> None:
        path = f"/api/desk/conversations/{conversation}/supervise"
        self.person.post(path, {"advisor": advisor, "how": how}, **more)

    def leaves(self, conversation: str) -> None:
        self.person.post(f"/api/desk/conversations/{conversation}/supervise/end")

    def sees(self, advisor: str) -> list[dict]:
        rows = self.wall.of("advisor", advisor=advisor)
        return [one for row in rows for work in row["conversations"] for one in work["listeners"]]

    def close(self) -> None:
        self.wall.close()
        self.phone.__exit__()
        self.person.close()


@pytest.fixture
def claire(board):
    made = Supervisor(board, "claire")
    yield made
    made.close()


def until_among(phone: Telephone, hertz: int) -> None:
    phone._until_sound(lambda: share_of(phone.sound.heard, hertz) > AMONG, f"{hertz} Hz not among it", 15)


def hears_nothing_of(phone: Telephone, hertz: int) -> bool:
    phone.until_more(0.6)
    return share_of(phone.sound.heard, hertz) < ABSENT


def told(awa: AtWork, conversation: str) -> list[tuple[str, str]]:
    mine = awa.desk.of("conversation", conversation=conversation)
    return [(one["person"], one["how"]) for one in mine[0]["listeners"]] if mine else []


def test_listen_whisper_join_and_leave(board, caller, awa, claire, nadia):
    line = board.straight()
    caller.rings_out(line.number, "0199004241")
    conversation = talk(caller, awa)
    her, who = claire.person.id, awa.who.id
    claire.asks(conversation, who, "listen")
    awa.desk.until(lambda: told(awa, conversation) == [(her, "listen")])
    until_among(claire.phone, CALLER_HERTZ)
    until_among(claire.phone, ADVISOR_HERTZ)
    assert hears_nothing_of(caller, SUPERVISOR_HERTZ) and hears_nothing_of(awa.phone, SUPERVISOR_HERTZ)
    claire.asks(conversation, who, "whisper")
    until_among(awa.phone, SUPERVISOR_HERTZ)
    assert hears_nothing_of(caller, SUPERVISOR_HERTZ), "the customer never hears a whisper"
    assert told(awa, conversation) == [(her, "whisper")]
    claire.wall.until(lambda: [(x["person"], x["how"]) for x in claire.sees(who)] == [(her, "whisper")])
    claire.asks(conversation, who, "join")
    until_among(caller, SUPERVISOR_HERTZ)
    until_among(awa.phone, SUPERVISOR_HERTZ)
    claire.leaves(conversation)
    claire.phone.until_over()
    caller.until_silent_of(SUPERVISOR_HERTZ)
    caller.until_hears(ADVISOR_HERTZ)
    awa.desk.until(lambda: told(awa, conversation) == [])
    caller.hang_up()
    awa.ends_wrap_up(conversation)
    entries = nadia.get("/api/audit", subject=f"conversation:{conversation}")["rows"]
    asked = [(e["person"], e["codes"]["how"], e["codes"]["advisor"]) for e in entries if e["verb"] == "voice.supervise"]
    assert sorted(asked) == sorted((her, how, who) for how in ("listen", "whisper", "join"))
    assert [e["person"] for e in entries if e["verb"] == "voice.end_supervision"] == [her]
    assert line.closed()["closed_reason"] == "handled"


def test_taken_over_the_call_is_hers(board, caller, awa, nadia):
    """A supervisor who answers herself: what she takes needs a desk."""
    sign_in = "reprise@demo-telecom.example", "une phrase de passe longue"
    roles = {"name": "Reprise", "email": sign_in[0], "roles": ["supervisor", "advisor"], "password": sign_in[1]}
    nadia.post("/api/people", roles)
    claire = Supervisor(board, "", *sign_in)
    claire.wall.until(lambda: claire.wall.entities.get("me", {}).get("status", "signed_out") != "signed_out")
    line = board.straight()
    caller.rings_out(line.number, "0199004244")
    conversation = talk(caller, awa)
    claire.asks(conversation, awa.who.id, "take_over")
    caller.until_hears(SUPERVISOR_HERTZ)
    caller.until_silent_of(ADVISOR_HERTZ)
    claire.phone.until_hears(CALLER_HERTZ)
    awa.phone.until_over()
    claire.wall.until(lambda: claire.wall.of("conversation", conversation=conversation, state="talking"))
    awa.ends_wrap_up(conversation)
    assert line.call()["state"] != "closed", "her wrap-up is not the customer's end"
    claire.person.post(f"/api/desk/conversations/{conversation}/hang-up")
    caller.until_over()
    mine = claire.wall.until(lambda: claire.wall.of("conversation", conversation=conversation, state="wrap_up"))
    claire.person.post(f"/api/desk/work-items/{mine[0]['item']}/wrap-up/end")
    row = line.closed()
    talks = [s["owner"] for s in sorted(row["segments"], key=lambda s: s["opened_at"]) if s["kind"] == "talk"]
    assert talks == [awa.who.id, claire.person.id] and row["closed_reason"] == "handled"
    claire.close()


def test_it_ends_with_the_talk_and_with_her_sign_out(board, caller, awa, claire):
    line = board.straight()
    caller.rings_out(line.number, "0199004242")
    conversation = talk(caller, awa)
    claire.asks(conversation, awa.who.id, "listen")
    until_among(claire.phone, CALLER_HERTZ)
    claire.person.ask("DELETE", "/api/session")
    claire.phone.until_over()
    awa.desk.until(lambda: told(awa, conversation) == [])
    caller.until_hears(ADVISOR_HERTZ)
    other = Supervisor(board, "ousmane")  # of her partner
    other.asks(conversation, awa.who.id, "listen")
    until_among(other.phone, CALLER_HERTZ)
    awa.hang_up(conversation)
    other.phone.until_over()
    caller.until_over()
    awa.ends_wrap_up(conversation)
    line.closed()
    other.close()


def test_nobody_without_the_permission_and_a_partner_hers_alone(board, caller, advisor, claire):
    paul = AtWork(board, advisor("paul", status=""))
    line = board.straight()
    caller.rings_out(line.number, "0199004243")
    conversation = talk(caller, paul)
    path, wanted = f"/api/desk/conversations/{conversation}/supervise", {"advisor": paul.who.id, "how": "listen"}
    colleague, partner = board.running.person("lea"), board.running.person("ousmane")
    colleague.post(path, wanted, status=403)
    partner.post(path, wanted, status=404)
    claire.asks(conversation, paul.who.id, "shout", status=422)
    claire.asks(conversation, claire.person.id, "listen", status=404)
    assert told(paul, conversation) == []
    caller.hang_up()
    paul.ends_wrap_up(conversation)
    eventually(lambda: line.call()["state"] == "closed")
    paul.phone.__exit__()
    for one in (colleague, partner):
        one.close()
