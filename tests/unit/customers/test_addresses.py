"""What a channel presents as an address, and what may join (PAINS 10)."""

import pytest

from palabre.customers.model import Address, CustomerAddress, normalise_address, query_words, words_of

HERE = "+33612345678"


@pytest.mark.parametrize(
    "raw",
    [
        "+33 6 12 34 56 78",
        "06 12 34 56 78",
        "0612345678",
        "0033612345678",
        "06.12.34.56.78",
        "sip:+33612345678@trunk.test;user=phone",
        "<tel:+33-6-12-34-56-78>",
        "+33612345678;ext=12",
    ],
)
def test_one_number_however_it_is_written(raw):
    assert normalise_address("voice", raw, "FR") == Address("phone", HERE, True)


@pytest.mark.parametrize(
    "raw, country, value",
    [
        ("77 123 45 67", "SN", "+221771234567"),
        ("0661-234567", "MA", "+212661234567"),
        ("+221771234567", "", "+221771234567"),
        ("(212) 555-0123", "US", "+12125550123"),
    ],
)
def test_numbers_of_other_countries(raw, country, value):
    assert normalise_address("voice", raw, country) == Address("phone", value, True)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "anonymous",
        "Anonymous",
        "sip:anonymous@anonymous.invalid",
        "unknown",
        "Restricted",
        "withheld",
        "private",
        '"anonymous"',
    ],
)
def test_withheld_numbers_join_nothing_and_leave_no_value(raw):
    assert normalise_address("voice", raw, "FR") == Address("phone", "", False)


@pytest.mark.parametrize(
    "raw", ["15", "112", "3900", "36 00", "1001", "+33612", "0000000000", "999999999999999999999", "abc", "06123"]
)
def test_short_and_invalid_numbers_join_nothing(raw):
    address = normalise_address("voice", raw, "FR")
    assert not address.joins and len(address.value) <= 20


def test_mail_and_visitors():
    assert normalise_address("email", " Awa@Demo.Test", "") == Address("email", "awa@demo.test", True)
    assert not normalise_address("email", "awa", "").joins
    assert normalise_address("chat", "v-0123456789", "") == Address("visitor", "v-0123456789", True)
    assert not normalise_address("chat", "", "").joins


def test_found_by_beginnings_of_names_numbers_and_mail():
    words = words_of("Évelyne N'Diaye", (CustomerAddress("phone", HERE), CustomerAddress("email", "eve.nd@demo.test")))
    asked = ["evel", "NDI", "diaye", "0612", "+33 6 12", "0033612", "336123", "eve.nd@de", "EVE"]
    found = [q for q in asked if all(any(low <= word < high for word in words) for low, high in query_words(q))]
    assert found == ["evel", "diaye", "0612", "+33 6 12", "0033612", "336123", "eve.nd@de", "EVE"]
    assert query_words(" ,; ") == []
