"""What publication refuses, and that it does not refuse what is right."""
import pytest

import palabre.flows.wiring  # noqa: F401  kinds of steps
from palabre.channels.ports import CAPABILITIES
from palabre.flows.model.flow import flow_schema, read_flow
from palabre.flows.model.step import KINDS
from palabre.flows.model.validation import Library, flow_faults
from palabre.flows.problems import FlowUnreadable

QUEUE, HOURS = "0199bbbb-0000-7000-8000-000000000001", "0199bbbb-0000-7000-8000-000000000002"
LIBRARY = Library(
    prompts={"hello": {"fr": True, "ar": True}, "choose": {"fr": True}, "words": {"fr": False}, "bye": {"fr": True}},
    known={"queue": frozenset({QUEUE}), "calendar": frozenset({HOURS})}, capabilities=CAPABILITIES)
BYE = {"kind": "hang_up"}


def faults(steps: dict, library: Library = LIBRARY, **more) -> set[tuple[str, str, str]]:
    document = {"languages": ["fr"], "start": next(iter(steps)), "steps": steps, **more}
    return {(f.code, f.where, f.what) for f in flow_faults(read_flow(document), library)}


def say(*prompts, to: str = "bye") -> dict:
    return {"kind": "say", "prompts": list(prompts), "next": {"done": to}}


WHOLE = {
    "hello": say("hello", {"say": "date", "value": "{today}"}, to="consent"),
    "consent": {"kind": "record_consent", "prompts": ["hello"], "next": {"allowed": "hours", "refused": "hours"}},
    "hours": {"kind": "business_hours", "calendar": HOURS, "next": {"open": "menu", "closed": "bye"}},
    "menu": {"kind": "menu", "prompts": ["choose"], "options": [{"key": "1", "exit": "order", "label": "words"}],
             "next": {"order": "collect", "silence": "bye", "wrong": "bye"}},
    "collect": {"kind": "collect", "prompts": ["hello"], "variable": "order",
                "next": {"collected": "branch", "silence": "bye", "wrong": "bye"}},
    "branch": {"kind": "branch", "cases": [{"when": {"test": "starts_with", "variable": "order", "value": "9"},
                                           "exit": "vip"}], "next": {"vip": "set", "otherwise": "queue"}},
    "set": {"kind": "set", "values": {"level": "{order}!", "language": "fr"}, "next": {"done": "queue"}},
    "queue": {"kind": "queue", "queue": QUEUE, "announce": [{"say": "number", "value": "{position}"}],
              "next": {"longest_wait": "transfer", "closed": "bye", "full": "bye", "nobody": "bye"}},
    "transfer": {"kind": "transfer", "number": "+33140001000",
                 "next": {"busy": "bye", "no_answer": "bye", "failed": "bye", "refused": "bye"}},
    "bye": {"kind": "hang_up", "prompts": ["bye"]},
}


def test_a_whole_flow_is_right():
    assert faults(WHOLE, variables={"today": "2026-10-25"}) == set()


@pytest.mark.parametrize(("steps", "expected"), [
    ({"a": say("hello", to="nowhere")}, ("target_unknown", "a", "nowhere")),
    ({"a": BYE, "b": BYE}, ("step_unreachable", "b", "")),
    ({"a": {"kind": "say", "prompts": []}}, ("exit_not_wired", "a", "done")),
    ({"a": {**say(), "next": {"done": "bye", "maybe": "bye"}}, "bye": BYE}, ("exit_unknown", "a", "maybe")),
    ({"a": say("absent"), "bye": BYE}, ("prompt_missing", "a", "absent fr")),
    ({"a": say("words"), "bye": BYE}, ("recording_missing", "a", "words fr")),
    ({"a": say({"say": "text", "value": "Bonjour"}), "bye": BYE}, ("voice_missing", "a", "(text) fr")),
    ({"a": say({"say": "number", "value": "{absent}"}), "bye": BYE}, ("variable_unknown", "a", "absent")),
    ({"a": {**WHOLE["queue"], "queue": "other"}}, ("queue_unknown", "a", "other")),
    ({"a": {**WHOLE["hours"], "calendar": "other"}}, ("calendar_unknown", "a", "other")),
    ({"a": {**WHOLE["collect"], "secret": True}}, ("secret_bound", "a", "order")),
    ({"a": {"kind": "collect", "prompts": ["hello"]}}, ("variable_missing", "a", "")),
    ({"a": {**WHOLE["collect"], "check": "absent"}}, ("check_unknown", "a", "absent")),
    ({"a": {**WHOLE["collect"], "length_min": 30}}, ("length_backwards", "a", "")),
    ({"a": {"kind": "set", "values": {"position": "1"}}}, ("variable_reserved", "a", "position")),
    ({"a": {"kind": "set", "values": {"language": "de"}}}, ("language_unknown", "a", "de")),
    ({"a": {"kind": "menu", "prompts": [], "options": [{"key": "1", "exit": "a"}, {"key": "1", "exit": "b"}]}},
     ("key_twice", "a", "1")),
    ({"a": {"kind": "menu", "prompts": [], "options": [{"key": "1", "exit": "wrong"}]}},
     ("exit_reserved", "a", "wrong")),
    ({"a": {"kind": "branch", "cases": [{"when": {"test": "all"}, "exit": "x"}]}},
     ("condition_parts_missing", "a", "x")),
    ({"a": {"kind": "branch", "cases": [{"when": {"test": "equals", "variable": "ghost"}, "exit": "x"}]}},
     ("variable_unknown", "a", "ghost")),
])
def test_what_cannot_be_run_is_refused(steps, expected):
    assert expected in faults(steps)


def test_every_language_needs_its_words():
    assert faults({"a": say("hello")} | {"bye": BYE}, languages=["fr", "ar"]) == set()
    assert faults({"a": say("choose")} | {"bye": BYE}, languages=["fr", "ar"]) == {
        ("prompt_missing", "a", "choose ar")}


def test_a_nearer_tag_is_served_by_its_language():
    assert faults({"a": say("hello")} | {"bye": BYE}, languages=["fr-MA"]) == set()


def test_a_synthesiser_or_a_chat_needs_no_recording():
    speaking = Library(LIBRARY.prompts, frozenset({"fr"}), LIBRARY.known, CAPABILITIES)
    steps = {"a": say("words", {"say": "text", "value": "Bonjour"}), "bye": BYE}
    assert faults(steps, speaking) == set()
    assert faults(steps, channels=["chat"]) == set()


def test_steps_must_fit_a_channel():
    transfer = {"a": {**WHOLE["transfer"]}, "bye": BYE}
    assert ("channel_cannot", "a", "transfer") in faults(transfer, channels=["chat"])
    assert faults(transfer, channels=["chat", "voice"]) == set()
    assert ("channel_unknown", "", "pigeon") in faults({"bye": BYE}, channels=["pigeon"])


def test_start_and_on_error_must_exist():
    assert ("start_unknown", "", "x") in faults({"bye": BYE}, start="x")
    assert ("on_error_unknown", "", "x") in faults({"bye": BYE}, on_error="x")
    assert faults({"bye": BYE, "sorry": BYE}, on_error="sorry") == set()     # reached by failures alone


@pytest.mark.parametrize("document", [
    [], {}, {"languages": ["fr"], "start": "a", "steps": {}},
    {"languages": [], "start": "a", "steps": {"a": BYE}},
    {"languages": ["fr_FR"], "start": "a", "steps": {"a": BYE}},
    {"languages": ["fr"], "start": "a", "steps": {"a": {"kind": "explode"}}},
    {"languages": ["fr"], "start": "a", "steps": {"a": {"kind": "hang_up", "colour": "blue"}}},
    {"languages": ["fr"], "start": "a", "steps": {"A b": BYE}},
    {"languages": ["fr"], "start": "a", "steps": {"a": BYE}, "schema": 2},
    {"languages": ["fr"], "start": "a", "steps": {"a": {"kind": "transfer", "number": "{caller}"}}},
])
def test_what_does_not_fit_the_schema_is_unreadable(document):
    with pytest.raises(FlowUnreadable):
        read_flow(document)


def test_the_published_schema_names_every_kind_of_step():
    schema = flow_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    tags = {d["properties"]["kind"]["enum"][0] for d in schema["$defs"].values() if "kind" in d.get("properties", {})}
    assert tags == set(KINDS) and {"say", "menu", "queue", "collect"} <= tags


ADVISOR = "0199bbbb-0000-7000-8000-000000000003"


@pytest.mark.parametrize(("preferred", "expected"), [
    ([{"who": "last"}, {"who": "account_manager"}, {"who": "named", "advisor": ADVISOR}], set()),
    ([{"who": "named"}], {("advisor_missing", "queue", "named")}),
    ([{"who": "last", "advisor": ADVISOR}], {("advisor_not_asked_for", "queue", "last")}),
    ([{"who": "last"}, {"who": "last", "within_days": 1}], {("preferred_twice", "queue", "")}),
    ([{"who": "named", "advisor": QUEUE}], {("advisor_unknown", "queue", QUEUE)}),
    ([{"who": "named", "advisor": "{hers}"}], {("variable_unknown", "queue", "hers")}),
])  # fmt: skip
def test_whom_a_queue_step_prefers_must_be_somebody(preferred, expected):
    exits = dict.fromkeys(("longest_wait", "closed", "full", "nobody"), "bye")
    step = {"kind": "queue", "queue": QUEUE, "preferred": preferred, "preferred_seconds": 20, "next": exits}
    library = Library(known={"queue": frozenset({QUEUE}), "advisor": frozenset({ADVISOR})}, capabilities=CAPABILITIES)
    assert faults({"queue": step, "bye": BYE}, library) == expected
