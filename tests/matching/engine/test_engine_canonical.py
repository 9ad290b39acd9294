"""Canonical JSON after RFC 8785."""

import hashlib
import json

import pytest

from matching.engine import DocumentError, canonical, digest, spelled

PLAIN = {"ensure_ascii": False, "separators": (",", ":")}


def test_canonical_of_the_standards_strings_and_literals_is_its_output():
    """B3: RFC 8785, 3.2.2, without its floats."""
    string = r'"\u20ac$\u000F\u000aA\u0027\u0042\u0022\u005c\\\"\/"'
    text = '{"string":' + string + ',"literals":[null,true,false]}'
    expected = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    assert canonical(json.loads(text)) == expected.encode()


def test_canonical_orders_keys_as_the_standard_does():
    """B3: RFC 8785, 3.2.3: by UTF-16 code unit, so the emoji comes before U+FB33."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    ordered = list(json.loads(canonical(dict.fromkeys(names, 0))))
    assert ordered == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


def test_every_character_is_spelled_as_pythons_own_library_spells_it():
    """B3: so the verifier, which has no other, finds the same hash."""
    half = range(0xD800, 0xE000)
    for first in range(0, 0x110000, 0x1000):
        text = "".join(chr(code) for code in range(first, first + 0x1000) if code not in half)
        assert canonical([text]) == spelled([text]) == json.dumps([text], **PLAIN).encode()


def test_digest_is_the_sha256_of_the_canonical_bytes():
    """B3: the order of keys and white space decide nothing."""
    assert digest({"b": [1, -2], "a": None}) == hashlib.sha256(b'{"a":null,"b":[1,-2]}').hexdigest()


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"a": [1, {"b": 1.0}]}, "$.a[1].b"),
        ([1, (2,)], "$[1]"),
        ({"a": {1: 2}}, "$.a"),
        ([[2**53]], "$[0][0]"),
        ({"a": ["é", "\ud800"]}, "$.a[1]"),
        ({"é": {"\ud800": 1}}, "$.é"),
    ],
)
def test_canonical_of_what_json_cannot_carry_exactly_is_refused(document, place):
    """B3: no float, no other type, no integer beyond 2^53 - 1."""
    with pytest.raises(DocumentError) as refusal:
        canonical(document)
    assert refusal.value.place == place


@pytest.mark.parametrize("wrong", ["\ud800", 2**53, 2**64])
def test_what_cannot_be_sealed_is_told_with_its_place_also_by_the_quick_spelling(wrong):
    """B3, V28."""
    with pytest.raises(DocumentError) as refusal:
        spelled({"rows": [{"a": 1}, {"a": wrong}]})
    assert refusal.value.place == "$.rows[1].a"
