import pytest

from leads.taxonomy.own_rank import own_part


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("C.E.O. & Founder", "CEO. & Founder"),
        ("VP Sales | ex-Google", "VP Sales"),
        ("CEO (former), Advisor", "Advisor"),
        ("Assistant to the CEO", "Assistant"),
        ("Assistente do CEO", "Assistente"),
        ("Adjoint au directeur", "Adjoint"),
        ("Bras droit du CEO", "Bras droit"),
        ("Secretaria del presidente", "Secretaria"),
        ("VP Sales at Director Labs", "VP Sales"),
        ("代表取締役CEO", "代表取締役 CEO"),
        ("Anna Smith, Ph.D.", "Anna Smith"),
        ("Former CEO", ""),
    ],
)
def test_what_is_left_of_a_title_is_the_persons_own_of_today(title, own):
    assert ", ".join(part.strip() for part in own_part(title).split(",") if part.strip()) == own
