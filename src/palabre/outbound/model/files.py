"""Files of numbers as people have them: with or without a byte order mark, three encodings, four separators, a column
twice, a header or none. Nothing is taken from one before a report of the whole is made.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice

import msgspec
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType
from phonenumbers import timezone as number_zones

from palabre.foundations import limits, tables
from palabre.outbound.model.overseas import overseas_number
from palabre.outbound.problems import FileUnreadable

NAMES = {
    "number": ("number", "phone", "phone_number", "telephone", "tel", "mobile", "portable", "numero",
               "numero_telephone", "gsm", "msisdn", "cell", "n_telephone", "numero_de_telephone", "الهاتف",
               "رقم_الهاتف"),
    "name": ("name", "nom", "full_name", "nom_complet", "client", "customer", "last_name", "lastname", "الاسم"),
    "first_name": ("first_name", "firstname", "prenom"),
    "consent_at": ("consent_at", "consent", "consentement", "date_consentement", "consent_date", "opt_in"),
    "consent_source": ("consent_source", "source", "source_consentement", "origine"),
}  # fmt: skip
COSTLY = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PAGER, PhoneNumberType.UAN)
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S%z", "%d-%m-%Y")
_ACCENTS = str.maketrans("éèêëàâäîïôöùûüç", "eeeeaaaiioouuuc")


class Table(msgspec.Struct):
    """`columns`: of the header, repeated ones numbered; `doubled`: those. `found`: our names → columns, in order."""

    encoding: str
    separator: str
    header: bool
    columns: list[str]
    doubled: list[str]
    found: dict[str, list[int]]
    lines: list[tuple[int, list[str]]]


class Line(msgspec.Struct):
    """One that can be taken. `consent_at`: wall-clock text as ISO; '' none."""

    line: int
    number: str
    name: str
    zone: str
    consent_at: str
    consent_source: str
    more: dict[str, str]


class Trouble(msgspec.Struct):
    """`why`: no_number, not_a_number, costly_number, doubled, known, do_not_call, no_consent, bad_date. No content."""

    line: int
    why: str
    of: int = 0


def read(data: bytes, country: str) -> Table:
    """Raises FileUnreadable."""
    try:
        text, encoding = tables.decode(data)
        separator = tables.separator_of(text)
        rows = list(tables.rows_of(text, separator))
    except tables.Unreadable as unreadable:
        raise FileUnreadable(reason=unreadable.reason) from None
    first = next((r for _, r in rows), [])
    header = not any(number_of(cell, country)[0] for cell in first)
    columns, doubled = tables.named_columns(first) if header else ([f"column {n + 1}" for n in range(len(first))], [])
    lines = rows[1:] if header else rows
    if len(lines) > limits.OUTBOUND_LINES_MAX:
        raise FileUnreadable(reason="too_many_lines", most=limits.OUTBOUND_LINES_MAX)
    found = _found(columns) if header else {"number": [_numbers_in(lines, country)]}
    if not found.get("number"):
        raise FileUnreadable(reason="no_number_column", columns=[c[:40] for c in columns[:20]])
    return Table(encoding, separator, header, columns, doubled, found, lines)


def _plain(name: str) -> str:
    name = re.sub(r" \(\d+\)$", "", name).strip().lower().translate(_ACCENTS)
    return re.sub(r"[^\w]+", "_", name).strip("_")


def _found(columns: list[str]) -> dict[str, list[int]]:
    return {
        ours: positions
        for ours, known in NAMES.items()
        if (positions := [n for n, column in enumerate(columns) if _plain(column) in known])
    }


def _numbers_in(lines: list[tuple[int, list[str]]], country: str) -> int:
    """Without a header: the column in which most are telephone numbers."""
    width = max((len(row) for _, row in lines), default=0)
    hits = [sum(1 for _, row in lines[:200] if n < len(row) and number_of(row[n], country)[0]) for n in range(width)]
    if not hits or not max(hits):
        raise FileUnreadable(reason="no_number_column")
    return hits.index(max(hits))


# -- one line


def number_of(text: str, country: str) -> tuple[str, str]:
    """E.164 and '' , or '' and why not. Spreadsheets drop a national 0 and add a quote: both are understood."""
    plain = text.strip().lstrip("'\u200e\u202a").replace("\u00a0", " ")
    if not plain:
        return "", "no_number"
    if len(plain) > 40 or not re.fullmatch(r"[+0-9٠-٩ ().\-/\u202c]{4,40}", plain):
        return "", "not_a_number"
    for candidate in (plain, f"0{plain}"):
        try:
            parsed = overseas_number(candidate, country) or phonenumbers.parse(candidate, country)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            costly = phonenumbers.number_type(parsed) in COSTLY
            e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            return ("", "costly_number") if costly else (e164, "")
    return "", "not_a_number"


def zones_of(number: str, fallback: str) -> str:
    """Where this number may be, IANA names by commas; the tenant's own where nobody knows."""
    zones = number_zones.time_zones_for_number(phonenumbers.parse(number))
    known = [z for z in zones if z != "Etc/Unknown"]
    return ",".join(known[: limits.OUTBOUND_ZONES_MAX]) or fallback


def lines_of(table: Table, country: str, zone: str) -> tuple[list[Line], list[Trouble]]:
    """Those that can be taken, in order, each number once; and what is wrong with the others."""
    taken: list[Line] = []
    troubles: list[Trouble] = []
    seen: dict[str, int] = {}
    for position, row in table.lines:
        number, why = _number_in(row, table.found["number"], country)
        if not number:
            troubles.append(Trouble(position, why))
        elif number in seen:
            troubles.append(Trouble(position, "doubled", seen[number]))
        else:
            seen[number] = position
            consent, good = _date(_first(row, table.found.get("consent_at", ())))
            if not good:
                troubles.append(Trouble(position, "bad_date"))
            taken.append(Line(position, number, _name(row, table), zones_of(number, zone), consent,
                              _first(row, table.found.get("consent_source", ()))[:200], _more(row, table)))  # fmt: skip
    return taken, troubles


def _number_in(row: list[str], columns: list[int], country: str) -> tuple[str, str]:
    """The first of several columns that holds one."""
    why = "no_number"
    for column in columns:
        number, problem = number_of(row[column] if column < len(row) else "", country)
        if number:
            return number, ""
        why = problem if why == "no_number" else why
    return "", why


def _first(row: list[str], columns: list[int] | tuple[()]) -> str:
    return next((row[c] for c in columns if c < len(row) and row[c]), "")


def _name(row: list[str], table: Table) -> str:
    parts = (_first(row, table.found.get("first_name", ())), _first(row, table.found.get("name", ())))
    return " ".join(p for p in parts if p)[: limits.NAME_CHARACTERS_MAX]


def _more(row: list[str], table: Table) -> dict[str, str]:
    used = {c for columns in table.found.values() for c in columns}
    more = {table.columns[n][:60]: cell[:300] for n, cell in enumerate(row)
            if cell and n not in used and n < len(table.columns)}  # fmt: skip
    return dict(islice(more.items(), limits.OUTBOUND_FIELDS_MAX))


def _date(text: str) -> tuple[str, bool]:
    """ISO text and True; '' and True for none, '' and False for what is no date. A plain yes is no date: a consent
    without its day cannot be shown to anybody."""
    if not text:
        return "", True
    for form in DATES:
        try:
            return datetime.strptime(text, form).isoformat(), True
        except ValueError:
            continue
    return "", False
