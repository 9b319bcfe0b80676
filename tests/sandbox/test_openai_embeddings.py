import base64
import struct

import pytest


def test_embeddings_have_length_one_and_know_what_is_alike(ask):
    texts = ["software for sales teams", "sales teams need software", "a cat on the roof"]
    body = {"model": "text-embedding-3-small", "input": texts, "encoding_format": "base64", "dimensions": 256}
    vectors = [
        struct.unpack("<256f", base64.b64decode(item["embedding"])) for item in ask("/v1/embeddings", body)["data"]
    ]
    products = [[round(sum(a * b for a, b in zip(one, other, strict=True)), 4) for other in vectors] for one in vectors]
    assert [products[place][place] for place in range(3)] == [1.0, 1.0, 1.0]
    assert products[0][1] > 0.5 > products[0][2]
    plain = ask("/v1/embeddings", body | {"encoding_format": "float"})["data"][0]["embedding"]
    assert plain == pytest.approx(vectors[0], abs=1e-6)


@pytest.mark.parametrize(
    ("model", "size"),
    [("text-embedding-3-small", 1536), ("text-embedding-3-large", 3072), ("text-embedding-ada-002", 1536)],
)
def test_a_vector_has_the_size_of_its_model(ask, model, size):
    got = ask("/v1/embeddings", {"model": model, "input": "software"})
    assert [(item["index"], len(item["embedding"])) for item in got["data"]] == [(0, size)]
    assert (got["usage"], got.reply.units) == ({"prompt_tokens": 3, "total_tokens": 3}, {"input_tokens": 3})
