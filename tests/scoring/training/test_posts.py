from collections import Counter

from scoring.intent.model import model
from scoring.training.posts import examples
from scoring.training.train import version_of


def test_the_posts_are_made_the_same_way_each_time():
    assert examples() == examples()


def test_the_weights_are_those_of_the_posts():
    """After a change of the posts: `make train`."""
    assert model().version == version_of(examples())


def test_every_kind_is_learnt_in_every_language():
    posts = examples()
    short = Counter((post.kind, post.language) for post in posts)
    assert min(short.values()) >= 10
    assert {kind for kind, _ in short} == set(model().kinds)
    assert not [post.text for post in posts if "{" in post.text]
