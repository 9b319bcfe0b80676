import pytest

from autoreach.providers.x.objects import XPost
from leads.sources.found_on_x import replies_query


@pytest.mark.parametrize(
    ("conversation", "reply_to", "query"),
    [("12", "", "conversation_id:12"), ("", "", "conversation_id:12"), ("3", "11", "in_reply_to_tweet_id:12")],
)
def test_the_answers_to_a_reply_are_not_those_to_its_conversation(conversation, reply_to, query):
    assert replies_query(XPost("12", "Agreed", "7", conversation_id=conversation, reply_to_id=reply_to)) == query
