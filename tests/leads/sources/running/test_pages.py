from leads.models import Search
from leads.sources.running import pages
from leads.sources.running.pages import Numbered, Progress
from leads.sources.source import Page


def test_what_is_left_comes_back_as_it_was():
    progress = Progress(begun=True, state={"seen": {"post": ["1"]}}, failures={"x": 1}, again={"2": 1}, waits_on="x")
    progress.add([Page("posts", "posts about “crm”", {"query": "crm"}), Page("replies", "replies")])
    progress.go_on(Page("replies", "more replies", {"cursor": "a"}), 2)
    progress.met = {"2": ["0a1b2c3d"]}
    assert pages.load(Search(cursor=pages.dump(progress))) == progress


def test_pages_are_numbered_once_and_read_in_turn():
    progress = Progress()
    progress.add([Page("a", "first"), Page("a", "second")])
    progress.left = progress.left[1:]
    progress.add([Page("a", "third")])
    assert progress.left == [Numbered(2, Page("a", "second"), 2), Numbered(3, Page("a", "third"), 3)]


def test_a_search_that_has_not_begun_has_nothing_at_work():
    assert pages.at_work(Search()) == ""
    assert pages.at_work(Search(cursor={"left": [[1, "posts", "posts about “crm”", {}]]})) == "posts about “crm”"
