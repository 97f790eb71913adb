"""What the designer leans on: comparison, declared variables, sub-flows, the wall clock, exits told to who draws."""
import datetime

import pytest

import palabre.flows.wiring  # noqa: F401  kinds of steps
from palabre.channels.ports import CAPABILITIES
from palabre.flows.actions.wall_clock import instant_of
from palabre.flows.model.comparison import compare
from palabre.flows.model.flow import flow_schema, read_flow
from palabre.flows.model.references import refer_anew, references
from palabre.flows.model.subflows import DEPTH_MAX, Offered
from palabre.flows.model.validation import Library, flow_faults
from palabre.flows.model.variables import Declared, fits
from palabre.foundations.problems import Invalid

BYE = {"kind": "hang_up"}
OTHER, ITSELF = "0199cccc-0000-7000-8000-000000000001", "0199cccc-0000-7000-8000-000000000002"
LIBRARY = Library(prompts={"hello": {"fr": True}}, voices=frozenset({"fr"}), capabilities=CAPABILITIES)


def document(steps: dict, **more) -> dict:
    return {"languages": ["fr"], "start": next(iter(steps)), "steps": steps, **more}


def faults(steps: dict, library: Library = LIBRARY, **more) -> set[tuple[str, str, str]]:
    return {(f.code, f.where, f.what) for f in flow_faults(read_flow(document(steps, **more)), library)}


def say(*prompts, to: str = "bye") -> dict:
    return {"kind": "say", "prompts": list(prompts), "next": {"done": to}}


# -- comparison


def test_steps_added_removed_changed_and_renamed_are_told_apart():
    before = document({"a": say("hello", to="b"), "b": BYE, "old": say("x"), "bye": BYE})
    steps = {"a": say("good_day", to="b"), "b": BYE, "new": say("x"), "more": say("hello", to="a"), "bye": BYE}
    after = document(steps, drawn={"a": [1, 2]})
    told = compare(before, after)
    assert [one.step for one in told.added] == ["more"] and not told.removed
    assert [(one.before, one.after) for one in told.renamed] == [("old", "new")]
    assert [(c.step, [(f.path, f.before, f.after) for f in c.fields]) for c in told.changed] == [
        ("a", [("prompts", ["hello"], ["good_day"])])]
    assert not told.settings, "where a step is drawn is no difference"


def test_a_step_that_led_to_a_renamed_one_has_not_changed():
    before = document({"a": say("hello", to="x"), "x": say("words"), "bye": BYE})
    after = document({"a": say("hello", to="y"), "y": say("words"), "bye": BYE})
    told = compare(before, after)
    assert not told.changed and not told.added and not told.removed and len(told.renamed) == 1


def test_settings_and_fields_within_are_told_by_their_path():
    before = document({"m": {"kind": "menu", "next": {"yes": "bye"}}, "bye": BYE}, languages=["fr"])
    after = document({"m": {"kind": "menu", "next": {"yes": "m"}}, "bye": BYE}, languages=["fr", "ar"], start="bye")
    told = compare(before, after)
    assert {f.path for f in told.settings} == {"languages", "start"}
    assert [(f.path, f.before, f.after) for f in told.changed[0].fields] == [("next.yes", "bye", "m")]


@pytest.mark.parametrize("wrong", [{}, {"steps": []}, {"steps": {"a": 3}}, [], None])
def test_what_is_no_flow_is_compared_all_the_same(wrong):
    assert [one.step for one in compare(wrong, document({"a": BYE})).added] == ["a"]


def test_a_comparison_is_bounded():
    before = document({f"s{n}": say(f"p{n}") for n in range(300)})
    after = document({f"s{n}": say(f"q{n}") for n in range(300)})
    told = compare(before, after)
    assert sum(len(one.fields) for one in told.changed) + told.more >= 300 and len(told.changed) == 300


# -- variables


@pytest.mark.parametrize(("type", "good", "bad"), [
    ("number", ["12", "-3.5", "0"], ["twelve", "NaN", "1e999999999x"]),
    ("digits", ["007"], ["-7", "٣", "7.0"]),
    ("date", ["2026-02-28"], ["2026-02-30", "28/02/2026", "20260228"]),
    ("time", ["00:00", "23:59"], ["24:00", "7:5"]),
    ("yes_no", ["yes", "no"], ["oui", "YES"]),
    ("text", ["anything"], []),
])
def test_what_each_type_may_hold(type, good, bad):
    declared = Declared(type=type)
    assert all(fits(declared, value) for value in (*good, ""))
    assert not any(fits(declared, value) for value in bad)


def test_a_choice_holds_its_values():
    assert fits(Declared(type="choice", values=("a", "b")), "a")
    assert not fits(Declared(type="choice", values=("a", "b")), "c")


def test_variables_are_judged_at_publication():
    declares = {"age": {"type": "number", "begins": "old"}, "kind": {"type": "choice"}, "name": {"type": "text"}}
    case = {"when": {"test": "less", "variable": "name", "value": "3"}, "exit": "young"}
    steps = {
        "put": {"kind": "set", "values": {"age": "twelve", "other": "x"}, "next": {"done": "said"}},
        "said": say({"say": "number", "value": "{name}"}, to="which"),
        "which": {"kind": "branch", "cases": [case], "next": {"young": "bye", "otherwise": "bye"}}, "bye": BYE}
    assert faults(steps, declares=declares) == {
        ("value_unfit", "", "age"), ("variable_values_missing", "", "kind"), ("value_unfit", "put", "age"),
        ("variable_undeclared", "put", "other"), ("variable_not_number", "said", "name"),
        ("variable_not_number", "which", "name")}
    assert faults({"put": {**steps["put"], "next": {"done": "bye"}}, "bye": BYE}) == set(), "where none is declared"


# -- sub-flows


def offer(*exits: str, calls: tuple[str, ...] = (), **declares) -> Offered:
    made = {name: Declared(**one) for name, one in declares.items()}
    return Offered(OTHER, "Ouverture", 3, exits, made, frozenset(calls), ("fr",), ("voice",))


def run(**more) -> dict:
    return {"kind": "sub_flow", "flow": OTHER, "next": {"failed": "bye"}, **more}


def called(step: dict, offered: Offered, **more) -> set[tuple[str, str, str]]:
    library = Library(
        prompts=LIBRARY.prompts, voices=LIBRARY.voices, capabilities=CAPABILITIES, flows={OTHER: offered},
        known={"flow": frozenset({OTHER})}, itself=ITSELF, **more)
    return faults({"a": step, "bye": BYE}, library)


def test_each_exit_of_a_sub_flow_is_wired_and_none_else():
    assert called(run(next={"failed": "bye", "known": "bye", "gone": "bye"}), offer("known", "unknown")) == {
        ("exit_not_wired", "a", "unknown"), ("exit_unknown", "a", "gone")}


def test_what_is_given_and_returned_is_what_it_declares():
    sub = offer(number={"way": "given"}, who={"way": "returned"}, own={})
    assert called(run(), sub) == {("given_missing", "a", "number")}
    assert called(run(give={"number": "1", "own": "2"}, take={"caller": "own"}), sub) == {
        ("given_unknown", "a", "own"), ("returned_unknown", "a", "own")}
    assert called(run(give={"number": "1"}, take={"caller": "who"}), sub) == set()


def test_flows_that_run_one_another_in_a_circle_are_refused():
    assert ("sub_flow_recursive", "", "") in called(run(), offer(calls=(ITSELF,)))
    chain = {f"f{n}": Offered(f"f{n}", f"f{n}", 1, calls=frozenset({f"f{n + 1}"})) for n in range(DEPTH_MAX + 1)}
    library = Library(capabilities=CAPABILITIES, flows=chain | {OTHER: offer(calls=("f0",))},
                      known={"flow": frozenset({OTHER})}, itself=ITSELF)
    assert ("sub_flow_too_deep", "", str(DEPTH_MAX)) in faults({"a": run(), "bye": BYE}, library)


def test_a_new_exit_is_refused_while_a_caller_has_not_wired_it():
    library = Library(capabilities=CAPABILITIES, callers=(("Accueil", frozenset({"known", "failed"})),))
    steps = {"a": {"kind": "come_back", "exit": "new"}}
    assert faults(steps, library) == {("caller_not_wired", "", "Accueil new")}


# -- the rest


def test_a_wall_clock_that_jumps():
    at = instant_of(datetime.datetime(2026, 10, 25, 2, 30), "Europe/Paris")  # shown twice: the first
    assert at == 1_792_888_200_000
    with pytest.raises(Invalid) as refused:
        instant_of(datetime.datetime(2026, 3, 29, 2, 30), "Europe/Paris")
    assert refused.value.details["reason"] == "clock_skips_it"


def test_ids_are_replaced_wherever_they_stand():
    flow = document({"a": {"kind": "sub_flow", "flow": OTHER, "next": {"failed": "bye"}}, "bye": BYE})
    assert references(read_flow(flow)) == [("flow", OTHER)]
    assert references(read_flow(refer_anew(flow, {OTHER: ITSELF}))) == [("flow", ITSELF)]


def test_exits_told_to_who_draws_are_those_that_the_steps_have():
    """The web computes exits from the schema's `x-exits`; here the same rule beside what the steps say themselves."""
    schema = flow_schema()["$defs"]
    wired = {"kind": "menu", "prompts": [], "options": [{"key": "1", "exit": "yes"}], "next": {}}
    cases = [{"when": {"test": "is_empty", "variable": "x"}, "exit": "empty"}]
    samples = [
        wired, {"kind": "branch", "cases": cases}, BYE, {"kind": "say", "prompts": []},
        {"kind": "collect", "prompts": [], "variable": "x", "check": "luhn"},
        {"kind": "collect", "prompts": [], "variable": "x"}, {"kind": "queue", "queue": "q"}, {"kind": "come_back"}]
    for sample in samples:
        step = read_flow(document({"a": sample})).steps["a"]
        assert drawn(schema, type(step).__name__, sample) == set(step.all_exits()), sample


def drawn(schema: dict, name: str, step: dict) -> set[str]:
    rule = schema[name]["x-exits"]
    each = {one["exit"] for one in step.get(rule.get("each", ""), ()) if "exit" in one}
    return {*rule["always"], *each, *(e for field, e in rule.get("if", {}).items() if step.get(field))}
