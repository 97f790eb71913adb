"""What fits a schema and what does not; a word that is not known is an error and never taken for a check."""

from __future__ import annotations

import pytest

from palabre.plumbing.json_schema import faults

SCHEMA = {
    "type": "object", "required": ["a"], "additionalProperties": False,
    "properties": {
        "a": {"$ref": "#/definitions/index"},
        "b": {"type": "array", "items": {"anyOf": [{"$ref": "#/definitions/index"}, {"type": "null"}]}},
        "c": {"enum": ["x", "y"]}, "d": {"type": "string", "pattern": "^[0-9]+$"}, "e": {"const": 1},
    },
    "definitions": {"index": {"type": "integer", "minimum": 0}},
}  # fmt: skip


@pytest.mark.parametrize("value", [{"a": 0}, {"a": 1, "b": [0, None], "c": "x", "d": "12", "e": 1}])
def test_what_fits(value):
    assert list(faults(value, SCHEMA)) == []


@pytest.mark.parametrize(
    "value",
    [{}, [], {"a": -1}, {"a": 1.5}, {"a": True}, {"a": 0, "b": ["x"]}, {"a": 0, "c": "z"}, {"a": 0, "d": "1x"},
     {"a": 0, "e": 2}, {"a": 0, "f": 1}],
)  # fmt: skip
def test_what_does_not(value):
    assert list(faults(value, SCHEMA))


def test_an_unknown_word_is_refused():
    with pytest.raises(KeyError):
        list(faults({}, {"dependencies": {}}))
