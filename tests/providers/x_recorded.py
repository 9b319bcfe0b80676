from datetime import UTC, datetime

from autoreach.providers.x.objects import Mention, XPost, XUser

PROBLEMS = "https://api.twitter.com/2/problems"
TORA = {
    "id": "1500000000000000031",
    "name": "Tora &amp; Sons\x00",
    "username": "tora_invented",
    "created_at": "2020-09-14T16:40:00.000Z",
    "description": "Ops at Invented Mills. Writes at https://t.co/bbb \ud83d",
    "location": "Turku, Finland",
    "url": "https://t.co/aaa",
    "entities": {
        "url": {
            "urls": [{"start": 0, "end": 16, "url": "https://t.co/aaa", "expanded_url": "https://tora.example.org"}]
        },
        "description": {
            "urls": [
                {"start": 32, "end": 48, "url": "https://t.co/bbb", "expanded_url": "https://mills.example.org/blog"}
            ]
        },
    },
    "profile_image_url": "https://pbs.example.org/1/tora_normal.jpg",
    "protected": False,
    "verified": True,
    "verified_type": "business",
    "receives_your_dm": True,
    "public_metrics": {"followers_count": 812, "following_count": 390, "tweet_count": 4410, "listed_count": 9},
}
TORA_READ = XUser(
    id="1500000000000000031",
    username="tora_invented",
    name="Tora & Sons",
    bio="Ops at Invented Mills. Writes at https://t.co/bbb",
    location="Turku, Finland",
    website="https://tora.example.org",
    bio_links=("https://mills.example.org/blog",),
    image="https://pbs.example.org/1/tora.jpg",
    verified=True,
    verified_type="business",
    followers=812,
    following=390,
    posts=4410,
    created_at=datetime(2020, 9, 14, 16, 40, tzinfo=UTC),
)
REPLY = {
    "id": "1999000000000000090",
    "edit_history_tweet_ids": ["1999000000000000090"],
    "text": "@other_invented we are looking for…",
    "note_tweet": {"text": "@other_invented we are looking for a scheduling tool &gt; Excel, see https://t.co/ccc"},
    "author_id": TORA["id"],
    "conversation_id": "1999000000000000001",
    "in_reply_to_user_id": "1500000000000000044",
    "created_at": "2026-11-18T07:55:02.000Z",
    "lang": "en",
    "referenced_tweets": [
        {"type": "replied_to", "id": "1999000000000000001"},
        {"type": "quoted", "id": "1999000000000000002"},
    ],
    "entities": {
        "mentions": [{"start": 0, "end": 15, "username": "other_invented", "id": "1500000000000000044"}],
        "urls": [{"start": 60, "end": 76, "url": "https://t.co/ccc", "expanded_url": "https://tools.example.org/"}],
    },
    "public_metrics": {
        "retweet_count": 1,
        "reply_count": 2,
        "like_count": 3,
        "quote_count": 4,
        "bookmark_count": 5,
        "impression_count": 140,
    },
}
REPLY_READ = XPost(
    id="1999000000000000090",
    text="@other_invented we are looking for a scheduling tool > Excel, see https://t.co/ccc",
    author_id=TORA["id"],
    author=TORA_READ,
    posted_at=datetime(2026, 11, 18, 7, 55, 2, tzinfo=UTC),
    conversation_id="1999000000000000001",
    lang="en",
    likes=3,
    replies=2,
    reposts=1,
    quotes=4,
    impressions=140,
    reply_to_user_id="1500000000000000044",
    reply_to_id="1999000000000000001",
    quoted_id="1999000000000000002",
    mentions=(Mention("other_invented", "1500000000000000044"),),
    links=("https://tools.example.org/",),
)
FOUND = {
    "data": [REPLY],
    "includes": {"users": [TORA]},
    "meta": {"result_count": 1, "next_token": "b26v89c19zqg8o3fpzbkinvented"},
}


def trouble(title, kind, detail, value):
    return {
        "value": value,
        "detail": detail,
        "title": title,
        "resource_type": "user",
        "parameter": "usernames",
        "resource_id": value,
        "type": f"https://api.twitter.com/2/problems/{kind}",
    }


GONE = trouble("Not Found Error", "resource-not-found", "Could not find user with usernames: [gone_x].", "gone_x")
BANNED = trouble("Forbidden", "resource-not-found", "User has been suspended: [banned_x].", "banned_x")
HIDDEN = trouble("Authorization Error", "not-authorized-for-resource", "Sorry, you may not see [15].", "15")
