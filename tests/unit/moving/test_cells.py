"""Cells as people write them, rows as they are judged: pure."""

from __future__ import annotations

import pytest

from palabre.foundations import tables
from palabre.moving.model import cells, words
from palabre.moving.model.cells import Unfit
from palabre.moving.model.judging import CLEAN, About, At, Thing, cleaned, judge, key_of, missing
from palabre.moving.model.kinds import BY_NAME, KINDS, columns_of, kind_of_file, template

ABOUT = About("FR", "Europe/Paris", "fr")


@pytest.mark.parametrize(("written", "means"), [
    ("8h30-12h30, 14h-18h", "08:30-12:30 14:00-18:00"), ("14:00-18:00 08:30-12:30", "08:30-12:30 14:00-18:00"),
    ("9am - 5pm", "09:00-17:00"), ("Fermé", "closed"), ("مغلق", "closed"), ("24/24", "00:00-24:00"),
    ("18:00-0:00", "18:00-24:00"), ("8h à 12h et 14h à 18h", "08:00-12:00 14:00-18:00"),
])  # fmt: skip
def test_hours(written, means):
    assert cells.hours(written) == means and cells.hours(means) == means


@pytest.mark.parametrize(("written", "reason"), [
    ("22:00-06:00", "hours_backwards"), ("8-12 11-14", "hours_overlap"), ("tôt", "not_hours"),
    ("25:00-26:00", "not_hours"),
])  # fmt: skip
def test_hours_that_are_none(written, reason):
    with pytest.raises(Unfit) as why:
        cells.hours(written)
    assert why.value.reason == reason


def test_skills_in_one_way_of_writing():
    assert cells.skills("Piano 3; chant (5), Solfège", 1) == "chant: 5; Piano: 3; Solfège: 1"
    assert cells.read_skills("chant: 5; Piano: 3") == {"chant": 5, "Piano": 3}
    with pytest.raises(Unfit):
        cells.skills("Piano 11", 1)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_template_is_read_as_what_it_is(language):
    for kind in KINDS:
        text, _ = tables.decode(template(kind, language).encode())
        [(_, header), (_, example)] = tables.rows_of(text, tables.separator_of(text))
        found = columns_of(kind, header)
        assert set(found) == {c.name for c in kind.columns}, (kind.name, language)
        row = {name: [example[at[0]]] for name, at in found.items()}
        assert key_of(kind, cleaned(kind, row, ABOUT)), kind.name


@pytest.mark.parametrize(("name", "kind"), [
    ("03 - Clients.CSV", "customers"), ("export/agents.csv", "advisors"), ("Ne plus appeler.csv", "do_not_call"),
    ("العملاء.csv", "customers"), ("notes.csv", None),
])  # fmt: skip
def test_a_file_is_known_by_its_name(name, kind):
    found = kind_of_file(name)
    assert (found and found.name) == kind


@pytest.mark.parametrize(("data", "encoding", "separator"), [
    ("\ufeffnom;tel\r\nAé;01\r\n".encode(), "utf-8-sig", ";"),
    ("nom,tel\nAé,01\n".encode("cp1252"), "windows-1252", ","),
    ("nom\ttel\nAé\t01\n".encode("utf-16"), "utf-16", "\t"),
    ("nom|tel\rAé|01\r".encode("utf-16-le"), "utf-16-le", "|"),
])  # fmt: skip
def test_tables_as_people_have_them(data, encoding, separator):
    text, found = tables.decode(data)
    assert (found, tables.separator_of(text)) == (encoding, separator)
    assert [row for _, row in tables.rows_of(text, separator)] == [["nom", "tel"], ["Aé", "01"]]


def test_a_quoted_cell_holds_lines_and_separators_and_lines_are_counted():
    rows = list(tables.rows_of('a;b\n"deux\nlignes; et ;";x\n;;\n\ny;z\n', ";"))
    assert rows == [(1, ["a", "b"]), (3, ["deux\nlignes; et ;", "x"]), (6, ["y", "z"])]


def test_a_row_beside_what_is_there():
    kind = BY_NAME["customers"]
    given = {"name": ["Diop"], "first_name": ["Awa"], "phones": ["06 12 34 56 78"], "more:N°": ["A-1"]}
    row = cleaned(kind, given, ABOUT)
    assert row == {"name": "Awa Diop", "phones": "+33612345678", "more:N°": "A-1"}
    assert judge(kind, row, None).state == "new"
    there = Thing("c", {"name": "Awa Diop", "phones": "+33199000001; +33612345678", "emails": "", "more:N°": "A-1"})
    assert judge(kind, row, there).state == "same", "an address that she has besides is no change"
    there.fields["more:N°"] = "B-2"
    changed = judge(kind, row, there)
    assert (changed.state, changed.before) == ("changed", {"more:N°": "B-2"})
    assert "name" not in cleaned(kind, {"name": [""], "emails": ["a@b.fr"]}, ABOUT), "an empty cell leaves it"


def test_what_it_leans_on_is_named():
    kind = BY_NAME["advisors"]
    fields = cleaned(kind, {"email": ["a@b.fr"], "name": ["A"], "skills": ["Judo"], "site": ["Lyon"]}, ABOUT)
    one = missing(kind, fields, lambda of: {"lyon"} if of == "sites" else set())
    assert one and (one.field, one.reason, one.what) == ("skills", "no_such_skills", "Judo")
    assert missing(kind, fields, lambda of: {"lyon", "judo"}) is None


def test_a_cell_that_does_not_fit_says_which():
    with pytest.raises(At) as why:
        cleaned(BY_NAME["numbers"], {"number": ["12"]}, ABOUT)
    assert (why.value.column, why.value.reason) == ("number", "not_a_number")


def test_every_column_that_is_cleaned_is_one_and_every_reason_has_three_languages():
    known = {(kind.name, column.name) for kind in KINDS for column in kind.columns} | {("", "language")}
    assert set(CLEAN) <= known
    assert all(len(said) == 3 and all(said) for said in words.REASONS.values())
    assert "Judo" in words.said("no_such_skills", "Judo", "ar")
