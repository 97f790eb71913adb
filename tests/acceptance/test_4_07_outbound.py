"""Issue 4, point 7: outbound. Her audio up first, a tone and no click; honest abandonment; lists and rules."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from called_people import CalledPeople, Does
from campaign_calls import MESSAGE, run_campaign, send
from people import eventually
from switchboard import AtWork, Switchboard
from telephone import ADVISOR_HERTZ, CALLER_HERTZ, Telephone

TONE_HERTZ = 880
OTHERS = "127.0.0.15"  # another operator's address
UNWANTED = (
    "Téléphone;Motif\r\n01 99 00 67 01;a dit non\r\n+33199006701;encore\r\n'0262 20 67 01;;\r\n;;\r\nbonjour;\r\n"
    "0899123456;\r\n"
)
DIRTY = (
    "\ufeffNom;Téléphone;Téléphone;Ville;consentement\r\n"
    "Awa N.;01 99 00 60 01;;Lyon;2026-09-01\r\n"
    "Même;+33199006001;;Lyon;2026-09-01\r\n"
    "Sans zéro;199006002;;Nîmes;\r\n"
    "Second;;'+33 1 99 00 60 03;Nice;01/09/2026\r\n"
    ";;;;\r\n"
    "Surtaxé;0899123456;;Paris;\r\n"
    "Mot;bonjour;;Paris;hier\r\n"
    "Vide;;;Paris;\r\n"
)


@pytest.fixture(scope="module")
def board(running, nadia):
    if not running.told["voice"]:
        pytest.fail("there is no telephony: ./palabre doctor says why")
    made = Switchboard(running, nadia)
    made.able("lea")
    yield made
    made.close()


@pytest.fixture(scope="module")
def outside(board, folder: Path):
    """Whoever is dialled, where the operator's network leads to whatever number it is."""
    port = int((folder / "shared/outside/sip_port").read_text())
    with Telephone(board.centre, port=port, hertz=CALLER_HERTZ) as one:
        yield one


@pytest.fixture
def lea(board, advisor):
    """At her desk with a telephone that answers by itself; not yet available."""
    her = AtWork(board, advisor("lea", status=""))
    her.who.be("away")
    yield her
    her.phone.__exit__()


@pytest.fixture
def campaign(board, nadia):
    """`campaign(2)`: running, with two numbers of its own; stopped at the end."""
    made = []

    def run(count: int, **more):
        made.append(run_campaign(nadia, board.queue, count, **more))
        return made[-1]

    yield run
    for one in made:
        one.does("stop")


def drives(board) -> bool:
    """The process of the telephone says that it is ready again."""
    try:
        port = (board.running.data / "logs/voice.port").read_text().strip()
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).is_success
    except (OSError, httpx.HTTPError):
        return False


def idle(outside) -> None:
    """Whatever a failed test before left: hung up."""
    if outside.state in ("ringing", "talking"):
        outside.hang_up()
    outside.answers, outside.sound.hertz = True, CALLER_HERTZ


class TestWhoHearsWhom:
    def test_an_advisor_is_there_first_hears_a_tone_and_then_whom_she_was_given(self, board, outside, lea, campaign):
        idle(outside)
        outside.answers = False
        calling = campaign(1)
        calling.until(supplied=1)
        assert outside.state in ("idle", "over"), "nobody is dialled before an advisor is there"
        lea.who.be("available")
        lea.phone.until(lambda: lea.phone.state == "talking")
        outside.until(lambda: outside.state == "ringing")
        lea.phone.until_silent_of(CALLER_HERTZ)
        assert not lea.who.desk.of("conversation"), "nothing on her screen to click"
        lea.phone.sound.hertz, rung = ADVISOR_HERTZ, lea.phone.calls
        outside.picks_up()
        lea.phone.until_hears(TONE_HERTZ)
        outside.until_hears(ADVISOR_HERTZ)
        lea.phone.until_hears(CALLER_HERTZ)
        assert lea.phone.calls == rung, "her telephone rang no second time"
        conversation = eventually(lambda: lea.who.desk.of("conversation", state="talking"))[0]["conversation"]
        card = lea.who.get(f"/api/outbound/conversations/{conversation}")
        assert card["number"] == calling.numbers[0]
        lea.who.put(f"/api/outbound/conversations/{conversation}/disposition", {"code": "refused"}, status=204)
        outside.hang_up()
        lea.ends_wrap_up(conversation)
        told = calling.until(outcomes={"talked": 1})
        assert (told["today"]["persons"], told["today"]["abandoned"]) == (1, 0)
        assert [(c["state"], c["disposition"]) for c in calling.contacts()] == [("over", "refused")]

    def test_nobody_there_she_hears_the_named_message_nothing_of_the_pool_and_opts_out(
        self, board, outside, lea, campaign, nadia
    ):
        idle(outside)
        outside.answers = False
        calling = campaign(1)
        lea.who.be("available")
        outside.until(lambda: outside.state == "ringing")
        lea.who.be("away")
        lea.phone.until_over()
        outside.picks_up()
        began = time.monotonic()
        outside.until_more(0.5)  # music begins softly: its first moments are not yet known as music
        outside.until_a_voice()
        assert 1.5 < time.monotonic() - began < 8
        assert not outside.hears(ADVISOR_HERTZ) and not outside.hears(TONE_HERTZ)
        outside.presses("9")
        outside.until_over(20)
        told = calling.until(outcomes={"abandoned": 1})
        assert (told["today"]["persons"], told["today"]["abandoned"]) == (1, 1)
        listed = eventually(lambda: nadia.get("/api/outbound/do-not-call", number=calling.numbers[0])["rows"])
        assert [(r["number"], r["source"]) for r in listed] == [(calling.numbers[0], "digit")]
        assert [c["state"] for c in calling.contacts()] == ["over"]


def test_each_call_is_told_for_what_it_was(board, lea, campaign, nadia):
    """Busy, nobody's number, nobody at home, a fax: no person was reached, and each has her own next time."""
    answers = iter((Does(486), Does(404), Does(480), Does(200, 0.1, 1.0)))
    with CalledPeople(lambda number: next(answers), address=OTHERS) as people:
        wanted = {"name": "Ailleurs", "kind": "address", "host": OTHERS, "port": people.port, "priority": 1}
        trunk = nadia.post("/api/trunks", wanted)["id"]
        try:
            calling = campaign(4)
            lea.who.be("available")
            conversation = eventually(lambda: lea.who.desk.of("conversation", channel="voice"))[0]["conversation"]
            lea.who.put(f"/api/outbound/conversations/{conversation}/disposition", {"code": "fax"}, status=204)
            lea.ends_wrap_up(conversation)
            told = calling.until(outcomes={"busy": 1, "invalid_number": 1, "no_answer": 1, "machine": 1})
        finally:
            nadia.ask("DELETE", f"/api/trunks/{trunk}")
    assert (told["today"]["persons"], told["dialled"]) == (0, 4)
    assert people.called == calling.numbers, "each called once, in the order of the list"
    now, next_at = time.time() * 1000, [c["next_at"] for c in calling.contacts()]
    assert [c["state"] for c in calling.contacts()] == ["waiting", "over", "waiting", "over"]
    assert 600_000 < next_at[0] - now <= 900_000 and 6_900_000 < next_at[2] - now <= 7_200_000


def test_preview_she_reads_then_dials(board, outside, lea, campaign):
    idle(outside)
    calling = campaign(2, mode="preview")
    lea.who.be("available")
    card = eventually(lambda: lea.who.desk.of("calling", state="shown"))[0]
    first = card["contact"]
    read = lea.who.get(f"/api/outbound/contacts/{first}")
    assert (read["number"], outside.state in ("idle", "over")) == (calling.numbers[0], True)
    assert (read["message"], read["attempts"], read["campaign"]) == (MESSAGE, 0, calling.id)
    lea.who.post(f"/api/outbound/contacts/{first}/skip", {"reason": "because"}, status=422)
    lea.who.post(f"/api/outbound/contacts/{first}/skip", {"reason": "unfit"}, status=204)
    after = lambda: [c for c in lea.who.desk.of("calling") if c["contact"] not in (None, first)]
    second = eventually(after)[0]["contact"]
    lea.who.post(f"/api/outbound/contacts/{second}/dial", status=204)
    outside.until(lambda: outside.state == "talking")
    outside.until_hears(ADVISOR_HERTZ)
    lea.phone.until_hears(CALLER_HERTZ)
    conversation = eventually(lambda: lea.who.desk.of("conversation", state="talking"))[0]["conversation"]
    outside.hang_up()
    lea.ends_wrap_up(conversation)
    calling.until(outcomes={"talked": 1, "skipped_unfit": 1})
    assert [(c["state"], c["attempts"]) for c in calling.contacts()] == [("over", 0), ("over", 1)]
    told = lea.who.post(f"/api/outbound/contacts/{second}/dial", status=409)
    assert told["code"] == "outbound.not_shown"


def test_paused_at_once_then_resumed(board, outside, lea, campaign):
    idle(outside)
    outside.answers = False
    calling = campaign(3)
    lea.who.be("available")
    outside.until(lambda: outside.state == "ringing")
    calling.does("pause")
    calling.until(state="paused", supplied=0)
    before = outside.calls
    outside.hang_up()
    calling.until(ringing=0, ready=0, outcomes={"busy": 1})
    assert outside.calls == before
    calling.does("start")
    outside.until(lambda: outside.calls == before + 1 and outside.state == "ringing")
    calling.does("stop")
    outside.hang_up()
    calling.nadia.post(f"/api/outbound/campaigns/{calling.id}/start", status=409)


def test_killed_in_mid_campaign_nobody_is_dialled_twice(board, outside, lea, campaign):
    """The voice process dies while somebody's telephone rings: found again, not called again."""
    idle(outside)
    outside.answers = False
    calling = campaign(1)
    lea.who.be("available")
    outside.until(lambda: outside.state == "ringing")
    before = outside.calls
    killed = board.kill("voice")
    eventually(lambda: board.process("voice") not in (0, killed) and drives(board), 30)
    outside.picks_up()
    outside.until_hears(ADVISOR_HERTZ, 30)
    assert outside.calls == before
    conversation = eventually(lambda: lea.who.desk.of("conversation", state="talking"))[0]["conversation"]
    outside.hang_up()
    lea.ends_wrap_up(conversation)
    told = calling.until(outcomes={"talked": 1})
    assert told["dialled"] == 1 and [c["attempts"] for c in calling.contacts()] == [1]


class TestLists:
    def test_a_dirty_file_is_reported_before_anything_is_taken(self, nadia):
        listed = nadia.post("/api/outbound/lists", {"name": "Sale"})["id"]
        path = f"/api/outbound/lists/{listed}/imports"
        told = send(nadia, path, DIRTY)
        assert (told["separator"], told["encoding"], told["header"]) == (";", "utf-8-sig", True)
        assert (told["lines"], told["accepted"], told["doubled_columns"]) == (8 - 1, 3, ["Téléphone"])
        assert told["wrong"] == {"doubled": 1, "costly_number": 1, "not_a_number": 1, "no_number": 1}
        assert told["without_consent"] == 1 and told["imported"] is None
        assert nadia.get(f"/api/outbound/lists/{listed}/contacts")["rows"] == []
        done = send(nadia, path, DIRTY.encode("utf-16"), dry="false", name="sale.csv")
        assert (done["encoding"], done["accepted"]) == ("utf-16", 3)
        rows = nadia.get(f"/api/outbound/lists/{listed}/contacts")["rows"]
        assert [r["number"] for r in rows] == ["+33199006001", "+33199006002", "+33199006003"]
        assert rows[0]["zone"] == "Europe/Paris" and rows[0]["more"] == {"Ville": "Lyon"}
        again = send(nadia, path, DIRTY.encode("cp1252", "ignore"))
        assert (again["encoding"], again["accepted"], again["wrong"]["known"]) == ("windows-1252", 0, 3)
        undone = nadia.ask("DELETE", f"/api/outbound/imports/{done['imported']}", status=200)
        assert undone == {"removed": 3, "dialled": 0}
        assert nadia.get(f"/api/outbound/lists/{listed}/contacts")["rows"] == []
        told = nadia.ask("DELETE", f"/api/outbound/imports/{done['imported']}", status=409)
        assert told["code"] == "outbound.import_used"

    def test_people_who_want_no_calls_come_by_a_dirty_file_too(self, nadia):
        path, wrong = "/api/outbound/do-not-call/imports", {"doubled": 1, "not_a_number": 1, "costly_number": 1}
        listed = lambda: {r["number"] for r in nadia.get("/api/outbound/do-not-call", number="6701")["rows"]}
        told = send(nadia, path, UNWANTED)
        assert (told["lines"], told["accepted"], told["wrong"]) == (5, 2, wrong) and not listed()
        assert next((t["line"], t["why"], t["of"]) for t in told["troubles"]) == (3, "doubled", 2)
        done = send(nadia, path, UNWANTED.encode("utf-16"), dry="false", name="non.csv")
        assert listed() == {"+33199006701", "+262262206701"}
        again = send(nadia, path, UNWANTED.encode("cp1252"), dry="false")
        assert (again["accepted"], again["wrong"]) == (0, wrong | {"known": 2})
        assert nadia.ask("DELETE", f"/api/outbound/imports/{done['imported']}", status=200)["removed"] == 2
        assert not listed()

    @pytest.mark.parametrize(("data", "reason"), [
        (b"", "empty"), (b"\0\1\2\3", "binary"), (b"nom;ville\nAwa;Lyon\n", "no_number_column"),
        (b"\xff\xfe\x00", "encoding"),
    ])  # fmt: skip
    def test_what_is_no_list_is_refused(self, nadia, data, reason):
        listed = nadia.post("/api/outbound/lists", {"name": "Rien"})["id"]
        answer = nadia.http.post(f"/api/outbound/lists/{listed}/imports", content=data)
        assert (answer.status_code, answer.json()["code"]) == (422, "outbound.file_unreadable")
        assert answer.json()["details"]["reason"] == reason

    def test_each_refusal_to_dial_names_its_rule(self, board, nadia, campaign):
        """France, without anybody's consent: nobody is dialled, and the screen says why."""
        nadia.post("/api/outbound/do-not-call", {"number": "01 99 00 65 02"})
        calling = campaign(0, country="FR-2026")
        text = "number;consent\n0199006501;\n0199006502;2026-09-01\n"
        send(nadia, f"/api/outbound/lists/{calling.list}/imports", text, dry="false")
        calling.until(held={"consent": 1, "do_not_call": 1})
        held = calling.contacts(refusal="consent")
        assert [(c["number"], c["state"], c["attempts"]) for c in held] == [("+33199006501", "waiting", 0)]
        send(nadia, f"/api/outbound/lists/{calling.list}/imports", "number\n0262206502\n", dry="false")
        hours = {h["zones"]: h for h in nadia.get(f"/api/outbound/campaigns/{calling.id}/hours")}
        assert {z: h["contacts"] for z, h in hours.items()} == {"Europe/Paris": 2, "Indian/Reunion": 1}
        assert all(h["until"] > time.time() * 1000 for h in hours.values())
        countries = {c["name"]: c for c in nadia.get("/api/outbound/countries")}
        assert "2025-594" in countries["FR-2026"]["consent"]["article"]

    def test_who_may_not(self, nadia, running, board):
        paul = running.person("paul")
        for path in ("/api/outbound/campaigns", "/api/outbound/lists", "/api/outbound/do-not-call"):
            paul.get(path, status=403)
        wanted = {"name": "Trop", "list": "x", "queue": board.queue, "message": MESSAGE, "ceiling_permille": 31}
        told = nadia.post("/api/outbound/campaigns", wanted, status=422)
        assert told["code"] == "outbound.campaign_impossible" and told["details"]["field"] == "ceiling_permille"


def test_results_are_a_file(board, outside, lea, campaign, nadia):
    idle(outside)
    outside.answers = False
    calling = campaign(1)
    lea.who.be("available")
    outside.until(lambda: outside.state == "ringing")
    outside.hang_up()
    calling.until(outcomes={"busy": 1})
    text = nadia.get(f"/api/outbound/campaigns/{calling.id}/results.csv").decode("utf-8-sig")
    head, line = text.strip().splitlines()
    assert head.startswith("at;number;name;outcome") and line.split(";")[1:4] == [f"'{calling.numbers[0]}", "", "busy"]
