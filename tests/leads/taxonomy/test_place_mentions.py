from leads.taxonomy.place_mentions import place_mentions


def test_a_sentence_names_places_but_not_what_only_sounds_like_one():
    assert [each.name for each in place_mentions("Bakers in Leeds and the US")] == ["Leeds", "US"]
    assert place_mentions("people who polish furniture and let us know in reading rooms") == []
