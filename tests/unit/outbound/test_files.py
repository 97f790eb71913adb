"""Files of numbers as people have them, and which clock each number hangs by."""

from __future__ import annotations

import pytest

from palabre.outbound.model.files import lines_of, number_of, read, zones_of
from palabre.outbound.problems import FileUnreadable


@pytest.mark.parametrize(("written", "number", "zones"), [
    ("01 99 00 60 02", "+33199006002", "Europe/Paris"), ("199006002", "+33199006002", "Europe/Paris"),
    ("'+33 (0)1 99 00 60 02", "+33199006002", "Europe/Paris"), ("33199006002", "+33199006002", "Europe/Paris"),
    ("0262 20 20 20", "+262262202020", "Indian/Reunion"), ("+33 262 20 20 20", "+262262202020", "Indian/Reunion"),
    ("0692 12 34 56", "+262692123456", "Indian/Mayotte,Indian/Reunion"),
    ("0269 60 12 34", "+262269601234", "Indian/Mayotte"),
    ("0590 82 00 00", "+590590820000", "America/Guadeloupe"), ("0690123456", "+590690123456", "America/Guadeloupe"),
    ("594291234", "+594594291234", "America/Cayenne"), ("0596 60 12 34", "+596596601234", "America/Martinique"),
    ("0696-20-12-34", "+596696201234", "America/Martinique"), ("0508 41 23 45", "+508412345", "America/Miquelon"),
    ("+44 20 7946 0958", "+442079460958", "Europe/London"), ("+1 262 555 0100", "+12625550100", "America/Chicago"),
])  # fmt: skip
def test_a_number_of_france_wherever_it_rings(written, number, zones):
    assert number_of(written, "FR") == (number, "")
    assert zones_of(number, "Europe/Paris") == zones


@pytest.mark.parametrize(("written", "why"), [
    ("", "no_number"), ("bonjour", "not_a_number"), ("0899 12 34 56", "costly_number"), ("0692", "not_a_number"),
    ("01 99 00", "not_a_number"), ("=1+1", "not_a_number"), ("0" * 60, "not_a_number"), ("00000000", "not_a_number"),
])  # fmt: skip
def test_what_is_none_says_why(written, why):
    assert number_of(written, "FR") == ("", why)


def test_overseas_codes_mean_nothing_to_other_countries():
    assert number_of("0692 12 34 56", "RE")[0] == "+262692123456"
    assert number_of("0692 12 34 56", "BE") == ("", "not_a_number")
    assert number_of("0692 12 34 56", "MA")[0] == "+212692123456"


UNWANTED = (
    "Téléphone{s}Motif\n01 99 00 60 01{s}a dit non\n+33199006001{s}encore\n'0262202020{s}\n{s}\nbonjour{s}\n"
    "0899123456{s}\n"
)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_people_who_want_no_calls_in_any_writing(separator, encoding):
    data = UNWANTED.format(s=separator).replace("\n", "\r\n").encode(encoding)
    taken, troubles = lines_of(read(data, "FR"), "FR", "Europe/Paris")
    assert [one.number for one in taken] == ["+33199006001", "+262262202020"]
    assert [(t.line, t.why, t.of) for t in troubles] == [
        (3, "doubled", 2), (6, "not_a_number", 0), (7, "costly_number", 0)]  # fmt: skip


def test_a_bare_list_of_numbers_and_one_quoted_over_two_lines():
    taken, _ = lines_of(read(b"0199006001\n0199006002\n0199006001\n", "FR"), "FR", "Europe/Paris")
    assert [one.number for one in taken] == ["+33199006001", "+33199006002"]
    quoted = b'number;note\n0199006001;"one\ntwo; three"\n0199006002;"say ""no"""\n'
    taken, troubles = lines_of(read(quoted, "FR"), "FR", "Europe/Paris")
    assert [one.more for one in taken] == [{"note": "one\ntwo; three"}, {"note": 'say "no"'}] and not troubles


@pytest.mark.parametrize(("data", "reason"), [
    (b"  \r\n ", "empty"), (b"PK\x03\x04\0\0", "binary"), (b"nom;ville\nAwa;Lyon\n", "no_number_column"),
    (b"\xff\xfe\x00", "encoding"),
])  # fmt: skip
def test_what_is_no_list_is_refused(data, reason):
    with pytest.raises(FileUnreadable) as refused:
        read(data, "FR")
    assert refused.value.details["reason"] == reason
