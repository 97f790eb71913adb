"""Names, addresses and passwords as people write them."""

import pytest

from palabre.foundations.problems import Invalid
from palabre.tenants.model.passwords import check_password
from palabre.tenants.model.words import clean_email, clean_name, email_key, fold
from palabre.tenants.problems import PasswordRefused


@pytest.mark.parametrize(
    "written, folded",
    [
        ("Évelyne  N’DIAYE", "evelyne n’diaye"),
        ("مُحَمَّد", "محمد"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("  a\tb ", "a b"),
    ],
)
def test_folding(written, folded):
    assert fold(written) == folded


def test_names_are_one_trimmed_line():
    assert clean_name("  Awa\n Ndiaye\x00 ") == "Awa Ndiaye"
    for bad in ("", "   ", "\x00", "x" * 201):
        with pytest.raises(Invalid):
            clean_name(bad)


def test_addresses_compare_without_case():
    assert clean_email(" Awa@Demo.Test ") == ("Awa@Demo.Test", "awa@demo.test")
    assert email_key("É@x.fr") == email_key("É@x.fr")
    for bad in ("", "a", "a@b", "a b@c.fr", "a@@b.fr", "@b.fr", "x" * 250 + "@b.fr"):
        with pytest.raises(Invalid):
            clean_email(bad)


@pytest.mark.parametrize(
    "password, reason",
    [
        ("court", "too_short"),
        ("x" * 257, "too_long"),
        ("MotDePasse123", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("awa@demo.test", "holds_name"),
    ],
)
def test_passwords_refused(password, reason):
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, "Awa@demo.test", "Awa")
    assert refused.value.details["reason"] == reason


def test_a_long_sentence_is_a_password():
    check_password("le baobab du village, à midi", "awa@demo.test", "Awa")
