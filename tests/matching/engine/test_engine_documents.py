"""Stored documents of another shape are refused with the place."""

import pytest

from matching.engine import DocumentError, Explanation, Lottery, Scheme, commit

LOTTERY = Lottery((commit("lead", "the secret of the programme lead"),)).to_dict()
SCHEME = Scheme({"skill": 1}, {"host": 1}, 1, 5).to_dict()
TOLD = Explanation("ann", None, False, ()).to_dict()


@pytest.mark.parametrize(
    ("kind", "document", "place"),
    [
        (Lottery, LOTTERY | {"secrets": []}, "secrets"),
        (
            Lottery,
            LOTTERY | {"commitments": [{"party": "lead", "sha256": 1}]},
            "commitments[0].sha256",
        ),
        (Scheme, SCHEME | {"criteria": ["skill"]}, "criteria"),
        (Explanation, TOLD | {"student": 5}, "student"),
        (Explanation, TOLD | {"position": 5}, "position"),
        (Explanation, TOLD | {"fixed": 0}, "fixed"),
        (Explanation, [], "$"),
    ],
)
def test_stored_document_of_another_shape_is_refused_with_its_place(kind, document, place):
    """B3: nothing is guessed when a sealed document is read."""
    with pytest.raises(DocumentError) as refusal:
        kind.from_dict(document)
    assert refusal.value.place == place
