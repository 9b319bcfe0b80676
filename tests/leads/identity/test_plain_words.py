from leads.identity.plain_words import plain_words


def test_case_accents_and_apostrophes_make_no_other_word():
    assert plain_words("O’Néil-Ward") == plain_words("ONEIL WARD") == ["oneil", "ward"]
    assert plain_words("Łęcki Đỗ Ýr Işık") == ["lecki", "do", "yr", "isik"]


def test_a_voiced_kana_is_another_letter():
    assert plain_words("ハハ") != plain_words("ババ")
