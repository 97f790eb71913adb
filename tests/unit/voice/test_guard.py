"""Who guesses at SIP passwords, from lines of Asterisk's security log; what a trunk may be written as."""

import pytest

from palabre.channels.voice.model.guard import FAILURES_MAX, SHUT_MS, WINDOW_MS, Attempt, Failures, attempt, shut_for
from palabre.channels.voice.model.trunks import TrunkWish, check, pushed, shares
from palabre.channels.voice.problems import TrunkInvalid

LINE = (
    '[Nov 22 19:30:51] SECURITY[1] res_security_log.c: SecurityEvent="{}",EventTV="x",Severity="Error",Service="PJSIP",'
    'AccountID="p1",LocalAddress="IPV4/UDP/127.0.0.1/5060",RemoteAddress="IPV4/UDP/203.0.113.9/40000",Challenge=""'
)
GUESS = Attempt("203.0.113.9", 1.0)


def test_failures_alone_are_read_and_a_lone_datagram_weighs_little():
    assert attempt(LINE.format("ChallengeResponseFailed")) == GUESS
    assert attempt(LINE.format("InvalidAccountID")) == Attempt("203.0.113.9", 0.25)
    assert attempt(LINE.format("ChallengeSent")) is None
    assert attempt(LINE.format("SuccessfulAuth")) is None
    assert attempt("nonsense") is None


def test_an_address_is_shut_out_after_so_many_guesses_within_the_window_and_operators_never():
    failures = Failures()
    said = [failures.note(GUESS, n) for n in range(int(FAILURES_MAX))]
    assert said == [False] * (int(FAILURES_MAX) - 1) + [True]
    slow = Failures()
    assert not any(slow.note(GUESS, n * WINDOW_MS) for n in range(40))
    spared = Failures()
    assert not any(spared.note(GUESS, n, ("203.0.113.0/24", "sip.example")) for n in range(40))


def test_each_time_lasts_longer():
    assert [shut_for(n) for n in (0, 1, 2, 3, 9)] == [SHUT_MS[0], SHUT_MS[0], SHUT_MS[1], SHUT_MS[2], SHUT_MS[2]]


WISH = TrunkWish("Opérateur", "address", "203.0.113.7")


@pytest.mark.parametrize(("field", "change"), [
    ("kind", {"kind": "magic"}), ("host", {"host": "a b"}), ("host", {"host": "x;transport=tls"}),
    ("account", {"kind": "registered"}), ("account", {"account": "a\nb"}), ("name", {"name": " "}),
    ("addresses", {"addresses": ("0.0.0.0/0",)}), ("addresses", {"addresses": ("127.0.0.1",)}),
    ("addresses", {"addresses": ("10.0.0",)}), ("dial_prefix", {"dial_prefix": "9,1"}),
    ("encryption", {"encryption": "required"}),
])  # fmt: skip
def test_what_no_trunk_can_be_is_refused_by_its_field(field, change):
    check(WISH, ("127.0.0.1",))
    wrong = TrunkWish(**{f: getattr(WISH, f) for f in WISH.__struct_fields__} | change)
    with pytest.raises(TrunkInvalid) as refused:
        check(wrong, ("127.0.0.1",))
    assert refused.value.details["field"] == field


def test_a_trunk_is_known_by_address_or_registration_never_by_what_it_calls_itself():
    row = {f: getattr(WISH, f) for f in WISH.__struct_fields__}
    told = {kind: fields for kind, _, fields in pushed("trunk-1", row, address="", password="")}
    assert told["endpoint"]["identify_by"] == "ip" and told["endpoint"]["allow_transfer"] == "no"
    assert told["identify"]["match"] == "203.0.113.7" and "registration" not in told


def test_two_tenants_of_one_operator_are_told_apart_by_their_numbers():
    told = (("a", "1", "203.0.113.7"), ("b", "2", "203.0.113.7"), ("c", "3", "203.0.113.8"))
    rows = [{"endpoint": e, "tenant": t, "kind": "address", "host": h, "addresses": []} for e, t, h in told]
    assert shares(rows) == {"a": {"1", "2"}, "b": {"1", "2"}, "c": {"3"}}
