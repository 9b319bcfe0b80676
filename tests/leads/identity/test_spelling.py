import pytest

from leads.identity.spelling import alike, drawn_out, fold, mistyped, sound, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Nora Sample", "Nora Sample"),
        ("🚀 Nora\u202e Sample \x00", "Nora Sample"),
        ("\U0001d40d\U0001d428\U0001d42b\U0001d41a", "Nora"),
        ("No\u200bra", "Nora"),
        ("a" * 50, "a" * 20),
        ("~^", "~^"),
    ],
)
def test_a_text_is_drawn_in_plain_letters(text, plain):
    assert drawn_out(text, 20) == plain


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ÉLODIE", "elodie"), ("Nоra", "nora"), ("Мария", "mariya"), ("Łukasz", "lukasz"), ("Nora", "nora")],
)
def test_letters_of_all_alphabets_fold_to_ascii(text, folded):
    assert fold(text) == folded


def test_apostrophes_and_dots_join_words_and_other_marks_separate_them():
    assert words("O’Neil p.l.c. Smith-Jones") == ["oneil", "plc", "smith", "jones"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("mueller", "muller", True),
        ("sergey", "sergej", True),
        ("zelenskyy", "selenskyj", True),
        ("philip", "filip", True),
        ("schmidt", "shmit", False),
        ("anna", "hanna", False),
    ],
)
def test_some_spellings_sound_alike(a, b, same):
    assert (sound(a) == sound(b)) is same


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("quill", "quil", True),
        ("quill", "qiull", True),
        ("quill", "qull", True),
        ("quill", "qiul", False),
        ("dornfeld", "dronfled", True),
        ("dornfel", "dronfle", True),
        ("dornfe", "dronef", False),
        ("dornfeld", "dornfeldens", False),
        ("ian", "ina", False),
    ],
)
def test_a_long_word_may_hold_two_typing_errors_and_a_short_one_none(a, b, slip):
    assert mistyped(a, b) is slip


def test_words_are_alike_by_letters_sound_or_a_slip():
    pairs = (("anna", "anna"), ("mueller", "muller"), ("quill", "qiull"), ("anna", "nora"))
    assert [alike(*pair) for pair in pairs] == [True, True, True, False]
