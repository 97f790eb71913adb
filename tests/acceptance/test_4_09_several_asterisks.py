"""Issue 4, point 9: two Asterisks behind Kamailio: spread, one emptied, one lost; advisors reached from either."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from calling import run_campaign
from carrier import free, until
from people import ROOT, Advisor, Desk, Person, eventually, palabre
from switchboard import AtWork, Switchboard
from telephone import ADVISOR_HERTZ, AT_WORK, CALLER_HERTZ, Telephone

SECOND, BALANCER, CALLED = "127.0.0.12", "127.0.0.13", "127.0.0.14"
RTP = (18_400, 18_599)
NAME = "palabre-b"
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
def balancer(board, second, nadia, missing):
    """Debian's Kamailio with the file of deploy/."""
    program = shutil.which("kamailio") or "/usr/sbin/kamailio"
    if not Path(program).exists():
        missing("kamailio: apt-get install kamailio")
    with tempfile.TemporaryDirectory(prefix="kamailio-", ignore_cleanup_errors=True) as folder:
        listed, port = Path(folder) / "dispatcher.list", free(BALANCER, 2)
        listed.write_text(f"1 sip:{board.centre[0]}:{board.centre[1]} 0 0\n1 sip:{SECOND}:{second.port} 0 0\n")
        log = (Path(folder) / "log").open("w")
        command = [program, "-f", str(ROOT / "deploy/kamailio/kamailio.cfg"), "-A", f"LISTEN=udp:{BALANCER}:{port}",
                   "-A", f'DISPATCHER_LIST="{listed}"', "-m", "32", "-M", "4", "-DD", "-E", "-Y", folder,
                   "-P", f"{folder}/pid"]  # fmt: skip
        child = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        wanted = {"name": "Kamailio", "kind": "address", "host": BALANCER, "port": port, "paused": True}
        trunk = nadia.post("/api/trunks", wanted)["id"]
        try:
            until(lambda: Path(f"{folder}/pid").exists() or child.poll() is not None, "Kamailio does not start")
            assert child.poll() is None, (Path(folder) / "log").read_text()[-2000:]
            yield BALANCER, port
        finally:
            nadia.ask("DELETE", f"/api/trunks/{trunk}")
            child.terminate()
            child.wait(15)


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


def nodes_of(line) -> list[str]:
    """Which Asterisk took each call, as the journal tells."""
    mine = {r["id"] for r in line.calls()}
    facts = line.board.running.journal()
    return [f["fields"]["node"] for f in facts if "CallArrived" in f["fact"] and f["fields"]["conversation"] in mine]


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


def refused(number: str, there: tuple[str, int]) -> bool:
    """Does a new call there come back as congestion?"""
    with Telephone(there, address=BALANCER) as caller:
        caller.calls_number(number)
        caller.until(lambda: caller.state != "ringing")
        return caller.status == 503


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


def asterisks(board, *what: str) -> list[dict]:
    import json

    done = palabre("asterisks", *what, "--json", "--data", str(board.running.data))
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


class SecondAsterisk:
    """Of the same installation: an Asterisk at another address, and a voice process that drives it."""

    def __init__(self, board: Switchboard, home: Path) -> None:
        self.board, self.home = board, home
        self.asterisk = self.voice = None
        command = Path(f"/proc/{board.process('asterisk')}/cmdline").read_text().split("\0")[:-1]
        self.centre = Path(command[command.index("-C") + 1]).parent.parent
        self.command = [*command[: command.index("-C")], "-C", str(home / "etc/asterisk.conf"), "-f"]
        self.port, self.http, self.health = free(SECOND, 2), free("127.0.0.1", 1), free("127.0.0.1", 1)

    def start(self) -> None:
        left = shutil.ignore_patterns("log", "run", "spool", "db")
        shutil.copytree(self.centre, self.home, symlinks=True, ignore=left)
        for name in ("log/cel-custom", "spool/tmp", "spool/recording", "run", "db"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        for file in (self.home / "etc").iterdir():
            file.write_text(self.changed(file.name, file.read_text()))
        (self.home / "sip_port").write_text(str(self.port))
        log = (self.home / "log/console").open("w")
        self.asterisk = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        voice = self.board.process("voice")
        environment = dict(
            e.split("=", 1) for e in Path(f"/proc/{voice}/environ").read_text().split("\0") if "=" in e)
        environment |= {
            "PALABRE_ARI_URL": f"http://127.0.0.1:{self.http}/ari", "PALABRE_ARI_APP": NAME, "PALABRE_SIP_HOST": SECOND,
            "PALABRE_ASTERISK_FOLDER": str(self.home), "PALABRE_HEALTH_PORT": str(self.health), "PALABRE_SIP_PORT": "0",
        }  # fmt: skip
        command = Path(f"/proc/{voice}/cmdline").read_text().split("\0")[:-1]
        log = (self.home / "log/voice").open("w")
        self.voice = subprocess.Popen(
            command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/")
        until(self.serves, "the second voice process does not drive its Asterisk", 40.0)

    def changed(self, name: str, text: str) -> str:
        text = text.replace(str(self.centre), str(self.home))
        if name == "pjsip.conf":
            text = text.replace("bind=127.0.0.1:", f"bind={SECOND}:").replace("address=127.0.0.1", f"address={SECOND}")
            return text.replace(f":{self.board.centre[1]}\n", f":{self.port}\n")
        if name == "http.conf":
            return re.sub(r"bindport=\d+", f"bindport={self.http}", text)
        if name == "rtp.conf":
            return re.sub(r"rtpstart=\d+\nrtpend=\d+", "rtpstart={}\nrtpend={}".format(*RTP), text)
        return text.replace("Stasis(palabre,", f"Stasis({NAME},") if name == "extensions.conf" else text

    def serves(self) -> bool:
        assert self.asterisk.poll() is None, (self.home / "log/console").read_text()[-2000:]
        assert self.voice.poll() is None, (self.home / "log/voice").read_text()[-2000:]
        return any(n["name"] == NAME and n["state"] == "serving" for n in asterisks(self.board))

    def kill(self) -> None:
        for child in (self.voice, self.asterisk):
            if child and child.poll() is None:
                os.kill(child.pid, signal.SIGKILL)
                child.wait(15)


