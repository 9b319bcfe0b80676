import numpy as np

from scoring.intent.meaning import HEAD, encode


def test_a_beginning_that_is_known_is_not_encoded_again():
    marked = np.full(512, 0.5, dtype=np.float32)
    known = {"Good morning.": marked}
    vectors = encode([" Good morning. ", "We are hiring."], known)
    assert vectors.shape == (2, 512)
    assert np.array_equal(vectors[0], marked)
    assert np.array_equal(known["We are hiring."], vectors[1])
    assert np.allclose(vectors[1], encode(["We are hiring."])[0], atol=1e-5)


def test_equal_beginnings_have_one_vector():
    known = {}
    encode(["x" * HEAD + " one", "x" * HEAD + " two"], known)
    assert list(known) == ["x" * HEAD]


def test_no_text_gives_no_vector():
    assert encode([]).shape == (0, 512)
