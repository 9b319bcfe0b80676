import numpy as np
import pytest

from pool.codebook import (
    BLOCKS,
    DIMENSIONS,
    FUNCTION,
    INDUSTRY,
    MEANING,
    PLACE,
    RANK,
    UNKNOWN,
    WIDTHS,
    code_vector,
    meaning,
    mixture,
    query_block,
)


def test_the_blocks_lie_side_by_side():
    assert [(block.start, block.stop) for block in BLOCKS.values()] == [
        (0, 112), (112, 176), (176, 192), (192, 232), (232, 256),
    ]  # fmt: skip
    assert (list(BLOCKS), DIMENSIONS) == ([MEANING, FUNCTION, RANK, INDUSTRY, PLACE], 256)


def test_a_code_is_a_fixed_unit_vector_of_its_name():
    code = code_vector(FUNCTION, "sales")
    assert (code.shape, code.dtype) == ((WIDTHS[FUNCTION],), np.float32)
    assert np.linalg.norm(code) == pytest.approx(1)
    assert set(np.abs(code).round(6)) == {np.float32(1 / 8)}
    assert not np.array_equal(code, code_vector(FUNCTION, "hr"))
    assert not np.array_equal(code_vector(RANK, "x"), code_vector(PLACE, "x")[: WIDTHS[RANK]])


def test_codes_of_different_names_are_nearly_perpendicular():
    codes = np.stack([code_vector(FUNCTION, f"code {number}") for number in range(40)])
    products = codes @ codes.T - np.eye(40)
    assert np.abs(products).mean() < 0.15


def test_a_mixture_is_nearest_to_the_codes_it_carries():
    block = mixture(FUNCTION, {"sales": 1.0, "hr": 0.5})
    strong, weak, none = (float(block @ code_vector(FUNCTION, name)) for name in ("sales", "hr", "nurse"))
    assert strong > weak > none
    assert np.array_equal(mixture(FUNCTION, {}), code_vector(FUNCTION, UNKNOWN))
    assert np.allclose(
        mixture(FUNCTION, {"a": 1.0, "b": 1.0}) * 2**0.3, code_vector(FUNCTION, "a") + code_vector(FUNCTION, "b")
    )


def test_a_query_block_gives_each_code_what_it_is_worth():
    worth = {"sales": 1.0, "marketing": 0.6, "nurse": 0.0, "hr": 0.2}
    block = query_block(FUNCTION, worth)
    products = {name: float(block @ code_vector(FUNCTION, name)) for name in worth}
    assert products == pytest.approx(worth, abs=0.05)
    assert products["sales"] == pytest.approx(1.0, abs=0.01)


def test_a_query_that_asks_for_nothing_is_zero():
    assert not query_block(RANK, {"a": 0.0, "b": 0.0}).any()
    assert not query_block(RANK, {"a": -1.0}).any()


def test_sentence_vectors_are_cut_and_have_the_length_one_again():
    vectors = meaning(np.stack([np.arange(256.0), np.zeros(256)]))
    assert vectors.shape == (2, 112)
    assert np.linalg.norm(vectors, axis=1).round(6).tolist() == [1.0, 0.0]
