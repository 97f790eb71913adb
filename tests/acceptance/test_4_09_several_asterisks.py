"""Issue 4, point 9: two Asterisks behind Kamailio: spread, one emptied, one lost; advisors reached from either."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from campaign_calls import run_campaign
from people import Advisor, Desk, Person, eventually
from second_asterisk import BALANCER, NAME, SECOND, SecondAsterisk, asterisks, balanced, nodes_of, refused
from switchboard import AtWork, Switchboard
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone

CALLED = "127.0.0.14"
PAUL_HERTZ, CLAIRE_HERTZ = 1250, 1400


HEAD = """Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
      From: <sip:0199004900@[local_ip]:[local_port]>;tag=[call_number]
      To: <sip:[service]@[remote_ip]:[remote_port]>{to}
      Call-ID: [call_id]
      CSeq: {number} {method}
      Contact: <sip:sipp@[local_ip]:[local_port]>
      Max-Forwards: 70{routes}"""
OFFER = """Content-Type: application/sdp
      Content-Length: [len]

      v=0
      o=- 1 1 IN IP4 [local_ip]
      s=-
      c=IN IP4 [media_ip]
      t=0 0
      m=audio [media_port] RTP/AVP 8
      a=rtpmap:8 PCMA/8000"""


def sent(method: str, number: int, uri: str, **more: str) -> str:
    """SIPp's own scenario forgets the route that a proxy recorded."""
    within = number > 1 or method == "ACK"
    to, routes = ("[peer_tag_param]", "\n      [routes]") if within else ("", "")
    head = HEAD.format(method=method, number=number, to=to, routes=routes)
    body = OFFER if method == "INVITE" else "Content-Length: 0"
    return f"""<send {more.get("how", "")}><![CDATA[
      {method} {uri} SIP/2.0
      {head}
      {body}

    ]]></send>"""


SCENARIO = f"""<?xml version="1.0" encoding="UTF-8" ?><scenario name="routed">
{sent("INVITE", 1, "sip:[service]@[remote_ip]:[remote_port]", how='retrans="500"')}
<recv response="100" optional="true"/><recv response="180" optional="true"/><recv response="183" optional="true"/>
<recv response="200" rrs="true"/>
{sent("ACK", 1, "[next_url]")}
<pause/>
{sent("BYE", 2, "[next_url]", how='retrans="500"')}
<recv response="200"/></scenario>"""


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("awa")
    yield made
    made.close()


@pytest.fixture(scope="module")
def second(board):
    with tempfile.TemporaryDirectory(prefix="second-", ignore_cleanup_errors=True) as folder:
        made = SecondAsterisk(board, Path(folder) / "asterisk")
        try:
            made.start()
            yield made
        finally:
            made.kill()


@pytest.fixture(scope="module")
def balancer(second, missing):
    with balanced(second, missing) as there:
        yield there


@pytest.fixture
def sitting(board, advisor):
    """Her desk telephone is registered at the first Asterisk, wherever her calls come in."""
    her = AtWork(board, advisor("awa", status=""))
    given = her.who.post("/api/desk/telephone/credentials", status=201)
    eventually(lambda: her.phone.registers(given["user"], given["password"]) == 200)  # the other may have it first
    her.who.put("/api/desk/telephone", {"kind": "sip"}, status=200)
    yield her
    her.who.put("/api/desk/telephone", {"kind": "browser"})
    her.who.ask("DELETE", "/api/desk/telephone/credentials")
    her.phone.__exit__()


def sipp(line, to: tuple[str, int], calls: int) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as scenario:
        scenario.write(SCENARIO)
        scenario.flush()
        command = ["sipp", "-sf", scenario.name, "-s", line.number, "-i", BALANCER, "-m", str(calls), "-r", "5", "-d",
                   "300", "-nostdin", f"{to[0]}:{to[1]}"]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, timeout=40)
    assert done.returncode == 0, done.stdout[-2000:]


def test_new_calls_are_spread_and_none_comes_to_the_one_that_is_emptied(board, second, balancer, missing):
    if not shutil.which("sipp"):
        missing("sipp: apt-get install sip-tester")
    line = board.straight()
    sipp(line, balancer, 8)
    eventually(lambda: len(line.calls()) == 8)
    assert set(nodes_of(line)) == {"palabre", NAME}
    staying = board.straight()
    with Telephone((SECOND, second.port), address=BALANCER, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(staying.number)
        caller.until_speech()  # music of its queue
        assert nodes_of(staying) == [NAME]
        asterisks(board, "drain", NAME)
        other, tried = board.straight(), board.straight().number
        eventually(lambda: refused(tried, (SECOND, second.port)))
        sipp(other, balancer, 4)
        assert eventually(lambda: len(other.calls()) == 4 and nodes_of(other)) == ["palabre"] * 4
        assert caller.state == "talking", "who was there stays"
        asterisks(board, "serve", NAME)
    again = board.straight()
    eventually(lambda: not refused(tried, (SECOND, second.port)))
    sipp(again, balancer, 4)
    eventually(lambda: NAME in nodes_of(again))


@pytest.fixture
def called(board):
    """Whoever a campaign dials, by a trunk that both Asterisks have; her telephone rings."""
    with Telephone(board.centre, address=CALLED, answers=False) as one:
        wanted = {"name": "Sortie", "kind": "address", "host": CALLED, "port": one.port, "priority": 1}
        trunk = board.nadia.post("/api/trunks", wanted)["id"]
        yield one
        board.nadia.ask("DELETE", f"/api/trunks/{trunk}")


@pytest.fixture
def kept(board, advisor):
    """An advisor whom a campaign may keep."""
    board.able("lea")
    her = AtWork(board, advisor("lea", status=""))
    her.who.be("away")
    yield her
    her.phone.__exit__()


class Registered(AtWork):
    """Her desk telephone is registered at this Asterisk."""

    def __init__(self, board: Switchboard, there: tuple[str, int], who: Person, hertz: int) -> None:
        self.who, self.desk = who, who.desk if isinstance(who, Advisor) else Desk(who)
        self.phone = Telephone(there, address=AT_WORK, hertz=hertz)
        given = who.post("/api/desk/telephone/credentials", status=201)
        eventually(lambda: self.phone.registers(given["user"], given["password"]) == 200)
        who.put("/api/desk/telephone", {"kind": "sip"}, status=200)

    def leaves(self) -> None:
        self.who.put("/api/desk/telephone", {"kind": "browser"})
        self.who.ask("DELETE", "/api/desk/telephone/credentials")
        self.phone.__exit__()


@pytest.fixture
def paul(board, second, advisor):
    board.able("paul")
    his = Registered(board, (SECOND, second.port), advisor("paul", status="away"), PAUL_HERTZ)
    yield his
    his.leaves()


@pytest.fixture
def claire(board):
    """A supervisor, at the first."""
    hers = Registered(board, board.centre, board.running.person("claire"), CLAIRE_HERTZ)
    yield hers
    hers.leaves()
    hers.desk.close()


def test_advisors_at_different_asterisks_talk_and_a_supervisor_listens_across(
    board, second, balancer, sitting, paul, claire
):
    """Each telephone is rung once and by its own Asterisk, from the first to the second and the other way round."""
    sitting.who.be("away")
    for count, (one, other) in enumerate(((paul, sitting), (sitting, paul)), 1):
        call = one.who.post(f"/api/desk/colleagues/{other.who.id}/call", status=201)["call"]
        other.desk.until(lambda: other.desk.of("internal", call=call, state="ringing"))  # noqa: B023
        other.who.post(f"/api/desk/internal-calls/{call}/answer")
        for phone in (sitting.phone, paul.phone):  # what was heard before is the former call's
            phone.until(lambda: phone.calls == count and phone.state == "talking")  # noqa: B023
        sitting.phone.until_hears(PAUL_HERTZ)
        paul.phone.until_hears(ADVISOR_HERTZ)
        assert (sitting.phone.calls, paul.phone.calls) == (count, count), "one of the two has the call"
        assert sitting.phone.invitation["source"] == board.centre
        assert paul.phone.invitation["source"] == (SECOND, second.port)
        sitting.who.post(f"/api/desk/internal-calls/{call}/end")
        sitting.phone.until_over()
        paul.phone.until_over()
        paul.desk.until(lambda: not paul.desk.of("internal"))
        sitting.desk.until(lambda: not sitting.desk.of("internal"))
    paul.who.be("available")
    line = board.straight()
    with Telephone(board.centre, address=BALANCER, hertz=CALLER_HERTZ) as customer:  # the first's; he, the second's
        customer.rings_out(line.number)
        conversation = paul.who.accepts(channel="voice")
        assert nodes_of(line) == ["palabre"] and paul.phone.invitation["source"] == (SECOND, second.port)
        customer.until_hears(PAUL_HERTZ)
        paul.phone.until_hears(CALLER_HERTZ)
        paul.hang_up(conversation)
        customer.until_over()
    paul.ends_wrap_up(conversation)
    line = board.straight()
    with Telephone((SECOND, second.port), address=BALANCER, hertz=CALLER_HERTZ) as customer:
        customer.rings_out(line.number)
        conversation = paul.who.accepts(channel="voice")
        customer.until_hears(PAUL_HERTZ)
        path = f"/api/desk/conversations/{conversation}/supervise"
        claire.who.post(path, {"advisor": paul.who.id, "how": "listen"})
        claire.phone.until_among(CALLER_HERTZ, PAUL_HERTZ)
        assert claire.phone.invitation["source"] == board.centre
        assert not paul.phone.hears(CLAIRE_HERTZ) and customer.hears(PAUL_HERTZ)
        claire.who.post(f"{path}/end")
        claire.phone.until_over()
    paul.ends_wrap_up(conversation)
    paul.who.be("away")


def calling_on_the_second(board, kept, called):
    """A campaign of one contact: her telephone is called once, by the one Asterisk that then dials."""
    asterisks(board, "drain", "palabre")
    eventually(lambda: refused(board.straight().number, board.centre))
    calling = run_campaign(board.nadia, board.queue, 1, ring_seconds=60)
    kept.who.be("available")
    called.until(lambda: called.state == "ringing")
    assert (kept.phone.calls, kept.phone.state) == (1, "talking"), "one of the two has her"
    dialled = [f["fields"] for f in board.running.journal() if "ContactDialled" in f["fact"]]
    assert [f["contact"] for f in dialled if f["campaign"] == calling.id] == [calling.contacts()[0]["id"]]
    assert called.invitation["source"][0] == SECOND
    asterisks(board, "serve", "palabre")
    return calling


def freed_and_told_in_doubt(kept, calling) -> None:
    """Her time is her own again; the attempt is counted once, in doubt, and not made again."""
    told = calling.until(30, outcomes={"in_doubt": 1}, ready=0, coming=0, ringing=0)
    assert (told["dialled"], told["today"]["persons"]) == (1, 0)
    assert [(c["state"], c["attempts"]) for c in calling.contacts()] == [("waiting", 1)]
    eventually(lambda: not kept.desk.of("calling"))
    calling.does("stop")


def test_an_advisor_is_reached_from_either_and_a_lost_asterisk_takes_its_calls_along(
    board, second, balancer, sitting, kept, called
):
    sitting.who.be("away")
    calling = calling_on_the_second(board, kept, called)
    sitting.who.be("available")
    line = board.straight()
    with Telephone((SECOND, second.port), address=BALANCER, hertz=CALLER_HERTZ) as caller:
        caller.rings_out(line.number)
        conversation = sitting.who.accepts(channel="voice")
        caller.until_hears(ADVISOR_HERTZ)
        sitting.phone.until_hears(CALLER_HERTZ)
        assert nodes_of(line) == [NAME] and sitting.phone.invitation["source"] == board.centre, "rung where she is"
        sitting.hold(conversation, True)
        sitting.phone.until_silent_of(CALLER_HERTZ)
        sitting.hold(conversation, False)
        sitting.phone.until_hears(CALLER_HERTZ)
        second.kill()  # Asterisk and its voice process at once
        sitting.desk.until(lambda: sitting.desk.of("conversation", conversation=conversation, state="wrap_up"), 30)
        sitting.ends_wrap_up(conversation)
        row = line.closed()
        assert row["id"] == conversation and row["segments"]
    freed_and_told_in_doubt(kept, calling)
    assert {n["name"]: n["state"] for n in asterisks(board)}[NAME] == "lost"
    after = board.straight()
    sipp(after, balancer, 3)
    assert eventually(lambda: len(after.calls()) == 3 and nodes_of(after)) == ["palabre"] * 3
