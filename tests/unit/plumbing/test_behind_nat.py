"""What Asterisk's configuration says to browsers far away: where its sound is bound, which address they are told."""

from pathlib import Path

import pytest

from palabre.plumbing.engines import asterisk_files
from palabre.plumbing.engines.asterisk_programs import AsteriskProgram
from palabre.plumbing.engines.asterisk_sip import pjsip


def test_browsers_sound_is_bound_to_every_address_also_where_trunks_are_on_loopback():
    """Asterisk binds the sound of a call where the transport of its endpoint says."""
    transport = pjsip("127.0.0.1", 5060, ()).split("[ws]\n", 1)[1]
    assert "bind=0.0.0.0\n" in transport


@pytest.mark.parametrize(("told", "lines"), [
    ("", ""),
    ("203.0.113.9", "[ice_host_candidates]\n10.1.0.2 => 203.0.113.9,include_local_address\n"
                    "192.0.2.2 => 203.0.113.9,include_local_address\n"),
    ("192.0.2.2", "[ice_host_candidates]\n10.1.0.2 => 192.0.2.2,include_local_address\n"),
])  # fmt: skip
def test_the_address_told_stands_for_each_of_ours(told, lines, monkeypatch):
    """By name: Asterisk 22 takes 0.0.0.0 for an address nobody has, and told its own alone."""
    monkeypatch.setattr(asterisk_files, "lan_addresses", lambda: ["10.1.0.2", "192.0.2.2"])
    program = AsteriskProgram(command=("asterisk",), modules=Path("/none"), share=Path("/none"))
    files = asterisk_files.small_files(
        program, Path("/run"), app="palabre", http_port=1, password="x", rtp=(1, 2), media_host=told, language="fr"
    )
    assert files["rtp.conf"].endswith(f"icesupport=yes\n{lines}")
