"""Logs carry ids and figures, never what belongs to a person."""

import json
import logging

import pytest

from palabre.plumbing import logs


def formatted(record_of) -> dict:
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    keep = Keep()
    keep.setFormatter(logs.JsonLines("core"))
    logger = logging.getLogger("palabre")
    before = logger.level
    logger.addHandler(keep)
    logger.setLevel(logging.DEBUG)
    try:
        record_of()
    finally:
        logger.removeHandler(keep)
        logger.setLevel(before)
    assert len(lines) == 1 and "\n" not in lines[0]
    return json.loads(lines[0])


def test_an_event_is_one_line_with_its_fields():
    line = formatted(lambda: logs.named("router").info("offer_withdrawn", offer="12.3", waited_seconds=2.5))
    assert line["role"] == "core" and line["part"] == "router" and line["event"] == "offer_withdrawn"
    assert line["offer"] == "12.3" and line["waited_seconds"] == 2.5


def test_a_field_that_is_somebodys_is_refused():
    line = formatted(lambda: logs.named("voice").info("call_arrived", caller="0612345678", name="Alice", call="c1"))
    assert line["caller"] == "…" and line["name"] == "…" and line["call"] == "c1"


@pytest.mark.parametrize(
    "words",
    [
        "duplicate key\nDETAIL:  Key (address)=(0612345678) already exists.",
        "no answer from +33 6 12 34 56 78",
        "alice@example.org refused",
        "invalid input syntax: 'Alice Martin'",
        "postgresql://web:hunter2@/palabre",
    ],
)
def test_words_of_libraries_are_scrubbed(words):
    told = logs.scrub(words)
    for personal in ("0612345678", "12 34 56", "alice", "Alice", "hunter2"):
        assert personal not in told


def test_an_exception_tells_where_but_not_with_what():
    def raised():
        try:
            raise ValueError("number 0612345678 is not 'Alice'")
        except ValueError as error:
            logs.named("worker").error("handler_failed", error, reader="figures")

    line = formatted(raised)
    assert line["error"] == "ValueError" and "test_logs.py" in line["where"][-1] and line["reader"] == "figures"
    assert "0612345678" not in json.dumps(line) and "Alice" not in json.dumps(line)
