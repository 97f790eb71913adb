"""Ways through a flow, from its document alone."""

from palabre.flows.model.flow import read_flow
from palabre.flows.model.ways import Way, ways

EXITS = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
WAIT = {"kind": "queue", "queue": "q1", "next": EXITS}
BYE = {"kind": "hang_up"}


def flow(**steps):
    import palabre.flows.wiring  # noqa: F401  (kinds of steps)

    return read_flow({"languages": ["fr"], "start": next(iter(steps)), "steps": steps})


def menu(**to):
    return {"kind": "menu", "prompts": ["x"], "options": [{"key": str(n), "exit": e} for n, e in enumerate(to, 1)],
            "next": to | {"silence": "bye", "wrong": "bye"}}


def nothing(id, version):
    return None


def test_each_branch_of_each_menu_once():
    made = flow(first=menu(a="wait", b="second"), second=menu(c="wait", d="bye"), wait=WAIT, bye=BYE)
    assert ways(made, nothing, most=40) == [
        Way("1", ("a",), "queue:q1"), Way("21", ("b", "c"), "queue:q1"), Way("22", ("b", "d"), "hang_up")]


def test_round_in_a_circle_is_no_way_and_there_is_a_bound():
    made = flow(first=menu(again="first", a="wait", b="bye"), wait=WAIT, bye=BYE)
    assert [w.keys for w in ways(made, nothing, most=40)] == ["2", "3"]
    assert [w.keys for w in ways(made, nothing, most=1)] == ["2"]


def test_digits_are_given_where_they_are_asked():
    ask = {"kind": "collect", "prompts": ["x"], "variable": "account", "length_min": 4, "length_max": 8,
           "next": {"collected": "wait", "silence": "bye", "wrong": "bye"}}
    assert ways(flow(ask=ask, wait=WAIT, bye=BYE), nothing, most=40) == [Way("1111#", (), "queue:q1")]


def test_a_sub_flow_is_gone_through_and_comes_back():
    below = flow(which=menu(yes="back", no="other"), back={"kind": "come_back", "exit": "done"},
                 other={"kind": "come_back", "exit": "else"}, bye=BYE)
    above = flow(sub={"kind": "sub_flow", "flow": "f2", "next": {"done": "wait", "else": "bye", "failed": "bye"}},
                 wait=WAIT, bye=BYE)
    assert ways(above, lambda id, version: below if id == "f2" else None, most=40) == [
        Way("1", ("yes",), "queue:q1"), Way("2", ("no",), "hang_up")]
    assert ways(above, nothing, most=40) == [Way("", (), "queue:q1")]
