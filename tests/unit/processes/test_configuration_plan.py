"""What a configuration file would change: names for ids, an order in which it can be done, circles broken."""

from __future__ import annotations

from palabre.processes.configuration.planning import Names, faults, left_alone, names_in, plan


def queue(overflow: str | None = None) -> dict:
    return {"channel": "voice", "options": {"target_seconds": 20.0, "overflow": overflow}}


def acts(steps) -> list[tuple[str, str, str]]:
    return [(step.act, step.kind, step.key) for step in steps]


def test_who_is_leant_on_comes_first():
    wanted = {"numbers": {"+33": {"flow": "@flows/A"}}, "flows": {"A": {"draft": {"queue": "@queues/One"}}},
              "queues": {"One": queue("@queues/Two"), "Two": queue()}}  # fmt: skip
    made = [(kind, key) for act, kind, key in acts(plan(wanted, {})) if act == "create"]
    assert made == [("queues", "Two"), ("queues", "One"), ("flows", "A"), ("numbers", "+33")]


def test_a_circle_is_made_without_and_closed_afterwards():
    wanted = {"queues": {"One": queue("@queues/Two"), "Two": queue("@queues/One")}}
    steps = plan(wanted, {})
    assert acts(steps) == [("create", "queues", "One"), ("create", "queues", "Two"), ("change", "queues", "One")]
    assert steps[0].fields["options"]["overflow"] is None
    assert steps[2].fields == {"options": wanted["queues"]["One"]["options"]}


def test_only_what_differs_is_changed_and_what_is_not_named_is_left():
    present = {"skills": {"Arabe": {"kind": "language", "active": True}, "Vente": {"kind": "skill", "active": True}}}
    (step,) = plan({"skills": {"Arabe": {"active": False}}}, present)
    assert (step.act, step.fields, step.before) == ("change", {"active": False}, {"active": True})
    assert plan(present, present) == []
    assert left_alone({"skills": {"Arabe": {}}}, present) == ["skills/Vente"]


def test_faults_name_kind_field_and_what_is_missing():
    wanted = {"queue": {}, "queues": {"One": {"colour": 1, "options": {"overflow": "@queues/None"}}}}
    assert [fault.split(":")[0] for fault in faults(wanted, {})] == ["queue", "queues/One", "queues/One"]
    assert faults({"queues": {"One": queue("@queues/Two")}}, {"queues": {"Two": {}}}) == []


def test_names_go_both_ways_in_keys_and_values_at_any_depth():
    names = Names()
    names.learn("skills", "Français", "018f-1")
    body = {"rings": [{"requirement": {"skill": "018f-1", "parts": []}}], "levels": {"018f-1": 3}, "other": "018f-2"}
    named = names.name(body)
    assert named["levels"] == {"@skills/Français": 3} and named["other"] == "018f-2"
    assert names.resolve(named) == body and names_in(named) == {"@skills/Français"}
    assert names_in({"text": "write to @paul"}) == set()
