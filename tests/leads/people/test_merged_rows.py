import pytest

from leads.models import Interaction, LeadMerge, Post
from leads.people.merged_rows import carry, columns_in, give_back, remember, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(pair):
    kept, gone = pair
    return LeadMerge(workspace=kept.workspace, lead=kept, gone_id=gone.pk, record={"rows": {}})


def wrote(lead, external_id, text="Hi", platform="x"):
    return Post.objects.create(
        workspace=lead.workspace, lead=lead, platform=platform, external_id=external_id, text=text
    )


def texts(lead):
    return list(Post.objects.filter(lead=lead).order_by("text").values_list("text", flat=True))


def test_rows_move_to_the_lead_that_stays_and_are_remembered(pair, merge):
    kept, gone = pair
    moved = wrote(gone, "1")
    carry(merge, Post)
    moved.refresh_from_db()
    assert moved.lead == kept
    [remembered] = merge.record["rows"]["leads_post"]["gone"]
    assert (remembered["id"], remembered["lead_id"], remembered["text"]) == (moved.pk, gone.pk, "Hi")


@pytest.mark.parametrize(("better", "left"), [("FALSE", "ours"), ("TRUE", "theirs"), ("gone.text < kept.text", "ours")])
def test_of_two_rows_that_are_the_same_the_better_one_stays(pair, merge, better, left):
    kept, gone = pair
    wrote(kept, "1", "ours")
    wrote(gone, "1", "theirs")
    wrote(gone, "1", "elsewhere", platform="linkedin")
    carry(merge, Post, unique=("platform", "external_id"), better=better)
    assert texts(kept) == sorted(["elsewhere", left])
    assert texts(gone) == []


@pytest.mark.parametrize("better", ["FALSE", "TRUE"])
def test_both_leads_get_their_rows_back(pair, merge, better):
    for number, lead in enumerate(pair):
        wrote(lead, "same", f"same {number}")
        wrote(lead, f"own {number}", f"own {number}")
    before = {lead.pk: texts(lead) for lead in pair}
    carry(merge, Post, unique=("platform", "external_id"), better=better)
    give_back(merge, Post)
    assert {lead.pk: texts(lead) for lead in pair} == before


def test_rows_written_after_the_merge_stay(pair, merge):
    kept, gone = pair
    wrote(gone, "1", "moved")
    carry(merge, Post)
    wrote(kept, "2", "new")
    give_back(merge, Post)
    assert (texts(kept), texts(gone)) == (["new"], ["moved"])


@pytest.mark.parametrize(("changes", "text"), [(False, "rewritten"), (True, "ours")])
def test_rows_that_the_merge_rewrites_are_remembered_as_they_were(pair, merge, changes, text):
    kept, _ = pair
    wrote(kept, "1", "ours")
    carry(merge, Post, changes=changes)
    Post.objects.update(text="rewritten")
    give_back(merge, Post)
    assert texts(kept) == [text]


def test_a_row_that_a_condition_holds_for_keeps_its_present_values(pair, merge):
    kept, _ = pair
    for name in ("a", "b"):
        wrote(kept, name, name)
    carry(merge, Post, changes=True)
    for post in Post.objects.all():
        Post.objects.filter(pk=post.pk).update(text=f"{post.text} now")
    give_back(merge, Post, unless="t.external_id = 'b'")
    assert texts(kept) == ["a", "b now"]


def test_rows_are_remembered_once_and_as_they_were_first(pair, merge):
    _, gone = pair
    wrote(gone, "1", "first")
    remember(merge, Post)
    Post.objects.all().delete()
    assert [row["text"] for row in remember(merge, Post)["gone"]] == ["first"]
    give_back(merge, Post)
    assert texts(gone) == ["first"]


def test_a_table_without_rows_gives_nothing_back(merge):
    give_back(merge, Interaction)
    assert Interaction.objects.count() == 0


def test_a_column_that_a_remembered_row_lacks_takes_its_default(pair):
    kept, _ = pair
    row = stored(Post, wrote(kept, "1").pk)
    assert columns_in(row, Post) == [field.column for field in Post._meta.concrete_fields]
    del row["url"]
    assert "url" not in columns_in(row, Post)
