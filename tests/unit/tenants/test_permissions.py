"""Roles and permissions: one list, known to all, and nobody grants more than she holds."""

import re
from pathlib import Path

import pytest

from palabre.foundations.ids import TenantId
from palabre.foundations.problems import Forbidden, Invalid
from palabre.foundations.scope import Scope
from palabre.tenants.model.people import Person, check_roles, require_no_more_than
from palabre.tenants.model.permissions import ALL, ROLES, everything, permissions_of
from palabre.tenants.problems import RolesNotGranted

SOURCE = Path(__file__).parents[3] / "src/palabre"
TENANT = TenantId("00000000-0000-7000-8000-00000000000a")


def scope_of(*roles, partner=None):
    return Scope(TENANT, partner=partner, permissions=permissions_of(roles))


def test_every_permission_asked_for_is_one_that_a_role_can_hold():
    asked = set()
    for path in SOURCE.rglob("*.py"):
        asked |= set(re.findall(r'\brequire\(\s*"([a-z_.]+)"', path.read_text()))
    assert asked and asked <= ALL, sorted(asked - ALL)


def test_an_advisor_does_not_administer_and_an_operator_sees_no_conversation():
    assert not {"people.edit", "routing.publish", "audit.view", "recordings.listen"} & ROLES["advisor"]
    assert not any(p.startswith(("conversations.", "customers.", "recordings.")) for p in ROLES["operator"])


def test_a_partner_supervisor_watches_and_changes_nothing():
    assert not any(p.endswith((".edit", ".publish", ".erase")) for p in ROLES["partner_supervisor"])


def test_scope_refuses_with_the_permission_it_lacks():
    with pytest.raises(Forbidden) as refused:
        scope_of("advisor").require("people.edit")
    assert refused.value.details == {"permission": "people.edit"}


@pytest.mark.parametrize(
    "roles, partner, reason",
    [
        ((), None, "unknown"),
        (("king",), None, "unknown"),
        (("supervisor",), "p", "not_for_a_partner"),
        (("partner_supervisor",), None, "needs_a_partner"),
    ],
)
def test_roles_that_do_not_fit(roles, partner, reason):
    with pytest.raises(Invalid) as refused:
        check_roles(scope_of("administrator"), roles, partner)
    assert refused.value.details["reason"] == reason


def test_nobody_grants_more_than_she_holds():
    with pytest.raises(RolesNotGranted):
        check_roles(scope_of("supervisor"), ("administrator",), None)
    with pytest.raises(RolesNotGranted):
        check_roles(scope_of("administrator"), ("operator",), None)
    assert check_roles(everything(TENANT), ["operator", "administrator"], None) == ("administrator", "operator")


def test_nobody_changes_somebody_who_may_do_more():
    operator = Person("id", "N", "n", "n@n.nn", ("administrator", "operator"), "fr", None, None, True, 1)
    with pytest.raises(RolesNotGranted):
        require_no_more_than(scope_of("administrator"), operator)
    require_no_more_than(everything(TENANT), operator)
