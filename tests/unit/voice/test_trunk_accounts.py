"""Accounts with operators, from settings: whose password, and what is refused."""

from __future__ import annotations

import pytest

from palabre.plumbing import settings
from palabre.plumbing.engines.asterisk_sip import pjsip
from palabre.plumbing.engines.problems import EngineRefused
from palabre.plumbing.secrets import seal_text
from palabre.processes.voice_wish import PURPOSE, asterisk_wish, trunk_accounts

KEY, OTHER = b"k" * 32, b"o" * 32
TRUNKS = "near=203.0.113.7 far=0140001000@sip.example:5070"


def given(passwords: str) -> settings.Settings:
    return settings.read({}, sip_trunks=TRUNKS, sip_passwords=passwords)


@pytest.mark.parametrize("password", ["as-it=is", seal_text(KEY, "as-it=is", PURPOSE)])
def test_an_account_has_its_password_sealed_or_not(password):
    (account,) = trunk_accounts(given(f"far={password}"), KEY)
    assert (account.name, account.host, account.port, account.user) == ("far", "sip.example", 5070, "0140001000")
    assert account.password == "as-it=is" and "as-it" not in repr(account) + repr(given(f"far={password}"))


SEALED_ELSEWHERE = seal_text(OTHER, "x", PURPOSE)


@pytest.mark.parametrize("passwords", ["", "near=x", f"far={SEALED_ELSEWHERE}", "far=sealed:!", "far=sealed:AAAA"])
def test_what_has_no_password_or_does_not_open_is_refused_in_a_line(passwords):
    with pytest.raises(EngineRefused, match="far"):
        trunk_accounts(given(passwords), KEY)


def test_asterisk_is_told_of_the_account_and_never_of_its_password(tmp_path):
    text = pjsip("203.0.113.1", 5060, asterisk_wish(given("far=horse"), tmp_path).trunks)
    assert "outbound_auth=far\nfrom_user=0140001000" in text and "horse" not in text
    assert text.count("outbound_auth") == 1
