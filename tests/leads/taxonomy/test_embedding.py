import numpy as np

from leads.taxonomy.embedding import DIMENSIONS, embed


def test_vectors_have_the_length_one_and_an_empty_text_none():
    vectors = embed(["Plant manager", "", "  ", "Nurse"])
    assert (vectors.shape, vectors.dtype) == ((4, DIMENSIONS), np.float32)
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1.0, 0.0, 0.0, 1.0]
    assert embed([]).shape == (0, DIMENSIONS)


def test_a_text_has_one_vector_in_any_company():
    alone, among = embed(["Plant manager"])[0], embed(["Nurse", " Plant manager "])[1]
    assert np.allclose(alone, among)


def test_texts_of_one_meaning_are_nearer_than_strangers():
    plant, factory, nurse = embed(["plant manager", "factory manager", "nurse at a hospital"])
    assert plant @ factory > plant @ nurse
