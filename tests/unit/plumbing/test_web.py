"""The small parts of the public port: networks, pages, headers."""

from types import SimpleNamespace

import pytest

from palabre.foundations.problems import Invalid
from palabre.plumbing.settings import Settings
from palabre.plumbing.web.headers import policy
from palabre.plumbing.web.networks import client_address, network_of, within
from palabre.plumbing.web.options import options_of
from palabre.plumbing.web.pages import cursor_of, key_of, page_of


def connection(peer, forwarded=None):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return SimpleNamespace(client=SimpleNamespace(host=peer) if peer else None, headers=headers)


@pytest.mark.parametrize(
    "peer, forwarded, trusted, seen",
    [
        ("203.0.113.9", None, (), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", (), "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", ("10.0.0.0/8",), "198.51.100.1"),
        ("10.0.0.1", "not an address", ("10.0.0.0/8",), "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", ("10.0.0.0/8",), "198.51.100.1"),
        (None, "198.51.100.1", ("10.0.0.0/8",), "None"),
    ],
)
def test_only_a_trusted_proxy_is_believed(peer, forwarded, trusted, seen):
    assert str(client_address(connection(peer, forwarded), trusted)) == seen


def test_an_attacker_holds_a_whole_ipv6_network():
    a, b = (network_of(client_address(connection(f"2001:db8:1:2::{i}"))) for i in (1, 2))
    assert a == b == "2001:db8:1:2::/64"
    assert not within(None, ("0.0.0.0/0",))


def test_options_come_from_settings():
    options = options_of(Settings(public_url="https://x.test", trusted_proxies="10.1.2.3/8, ::1"))
    assert options.secure and options.trusted_proxies == ("10.0.0.0/8", "::1/128")
    with pytest.raises(ValueError):
        options_of(Settings(trusted_proxies="everybody"))


def test_cursors_come_back_and_strange_ones_are_refused():
    assert key_of(cursor_of("é", "id"), tuple[str, str]) == ("é", "id")
    assert key_of("", tuple[str]) is None
    for strange in ("!!!", "e30", cursor_of(1), cursor_of("a", "b", "c"), "é"):
        with pytest.raises(Invalid):
            key_of(strange, tuple[str, str])


def test_the_row_too_many_says_that_there_is_more():
    rows = [{"id": str(i)} for i in range(3)]
    page = page_of(rows, 2, lambda r: r["id"], "id")
    assert page.rows == ["0", "1"] and key_of(page.next, tuple[str]) == ("1",)
    assert page_of(rows, 3, lambda r: r["id"], "id").next is None


def test_the_policy_lets_nothing_foreign_in():
    assert "unsafe" not in policy() and "http" not in policy() and "frame-ancestors 'none'" in policy()
