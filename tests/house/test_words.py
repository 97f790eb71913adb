"""Every code that a screen may be told has words there: refusals, what keeps an advisor from an item, what decides."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE, DESK = ROOT / "src/palabre", ROOT / "web/apps/desk/src"
REFUSALS = "".join((DESK / f"shared/{name}.ts").read_text() for name in ("problem_words", "later_problem_words"))
EXPLAINED = (DESK / "features/routing/explain_words.ts").read_text()

# never told to a desk, each with its reason
ELSEWHERE = {
    "problem": "of no refusal: the class that they derive from",
    "unknown_command": "between processes",
    "tenants.sign_in_refused": "said by the page of signing in", "tenants.sign_in_throttled": "as above",
    "tenants.totp_needed": "as above", "tenants.tenant_needed": "as above",
    "tenants.totp_not_begun": "between two steps that one screen shows as one",
    "flows.sub_flow_unavailable": "to a run", "flows.variable_unfit": "to a run",
    "flows.run_taken": "between processes", "secrets.not_opened": "between processes",
    "blobs.too_late": "between processes", "blobs.unavailable": "between processes",
    "chat.message_unreadable": "to a visitor's widget", "chat.origin_refused": "as above",
    "chat.secret_not_awaited": "as above", "chat.too_fast": "as above",
    "moving.lost_hold": "between workers",
    "voice.too_many_web_calls": "to a customer's page", "voice.prompt_unspeakable": "on publishing by API",
    "simulation.log_refused": "on the command line", "simulation.scenario_refused": "on the command line",
    "workforce.file_refused": "on the command line", "workforce.question_refused": "on the command line",
    "workforce.outside_contact_hours": "by a dialogue of its own, where the status is changed",
    "reporting.threshold_out_of_bounds": "to who writes the address by hand",
    "reporting.unknown_time_zone": "to who writes the address by hand",
}  # fmt: skip


def codes(pattern: str, text: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def test_every_refusal_has_words():
    code = r'^    code(?:: ClassVar\[str\])?(?:, status)? = "([a-z_.]+)"'
    told = {found for path in SOURCE.rglob("*.py") for found in codes(code, path.read_text())}
    assert len(told) > 90
    worded = codes(r'^  "?([a-z_.]+)"?: msg`', REFUSALS)
    silent = {code for code in told - worded - ELSEWHERE.keys() if not code.endswith("_unknown")}
    assert not silent, "words in web/apps/desk/src/shared/problem_words.ts, or a reason here"


def test_every_reason_of_routing_has_words():
    model = SOURCE / "routing/model"
    blockers = codes(r'Blocker\("([a-z_]+)"', (model / "blockers.py").read_text())
    choice = (model / "choice.py").read_text()
    criteria = codes(r'"([a-z]+)"', choice[choice.index("CRITERIA") : choice.index("\n", choice.index("CRITERIA"))])
    reasons = blockers | criteria | {"only", "reserved", "overdue", "urgency", "arrival"}
    assert len(blockers) >= 14 and len(criteria) >= 6
    assert not {code for code in reasons if f"  {code}: " not in EXPLAINED}
