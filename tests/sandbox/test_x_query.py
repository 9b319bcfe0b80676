from tests.sandbox.x_questions import search


def test_words_phrases_alternatives_and_negations_decide(ask):
    texts = [post["text"] for post in search(ask, '("can anyone recommend" OR switching) -phone lang:en')]
    assert texts
    assert [
        text
        for text in texts
        if not ("can anyone recommend" in text.lower() or "switching" in text.lower()) or "phone" in text.lower()
    ] == []
