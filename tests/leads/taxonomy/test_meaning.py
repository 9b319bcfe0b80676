import numpy as np

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
