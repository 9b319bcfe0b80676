from datetime import datetime

from autoreach.sandbox.world.posts import Post
from autoreach.sandbox.x_objects import Objects
from tests.sandbox.x_questions import EAGER


def test_only_the_fields_asked_for_are_given(ask):
    assert set(ask("/2/users/by/username/eager_sbx")["data"]) == {"id", "name", "username"}
    assert set(ask("/2/users/by/username/eager_sbx", **{"user.fields": "verified,no_such_field"})["data"]) == {
        "id", "name", "username", "verified",
    }  # fmt: skip


def test_the_other_vocabulary_is_answered_in_kind(ask):
    got = ask(f"/2/users/{EAGER}/tweets", **{"post.fields": "public_metrics", "max_results": 5})
    assert "edit_history_post_ids" in got["data"][0]
    assert "repost_count" in got["data"][0]["public_metrics"]


def test_awkward_characters_and_years_arrive(ask):
    odd = ask("/2/users/by/username/odd_chars_sbx", **{"user.fields": "description"})
    assert odd["data"]["name"] == "Odd\0a Characters"
    assert "\ud83d" in odd["data"]["description"]
    assert b"\\ud83d" in odd.reply.body()
    late = ask("/2/users/1500000000000000008/tweets", **{"tweet.fields": "created_at"})
    assert late["data"][0]["created_at"][:4] == "2106"


ALL_OF_A_USER = (
    "created_at,description,entities,location,profile_image_url,protected,public_metrics,receives_your_dm,url,"
    "verified,verified_type"
)


def test_a_person_s_profile_is_made_of_what_the_world_knows(ask, world):
    got = ask("/2/users/by/username/eager_sbx", **{"user.fields": ALL_OF_A_USER})["data"]
    assert {key: got[key] for key in got if key not in ("created_at", "public_metrics")} == {
        "id": EAGER,
        "name": "Erik Eager",
        "username": "eager_sbx",
        "description": "Building teams at Redfern Machinery. Previously Juniper IT.",
        "location": "Munich",
        "url": "https://t.co/0096618828",
        "entities": {
            "url": {
                "urls": [
                    {
                        "start": 0,
                        "end": 23,
                        "url": "https://t.co/0096618828",
                        "expanded_url": "https://redfern-machinery-97.example",
                        "display_url": "redfern-machinery-97.example",
                    }
                ]
            }
        },
        "profile_image_url": "https://media.example/photos/x19_normal.jpg",
        "protected": False,
        "receives_your_dm": True,
        "verified": True,
        "verified_type": "blue",
    }
    assert got["public_metrics"]["followers_count"] == world.network.follower_count(19, 1)
    assert 400 <= (world.today - datetime.fromisoformat(got["created_at"])).days < 4400


def test_a_company_s_profile_is_that_of_a_business(ask, world):
    got = ask("/2/users/1400000000000000000", **{"user.fields": ALL_OF_A_USER})["data"]
    assert (got["username"], got["name"], got["verified_type"], got["receives_your_dm"]) == (
        "planmas_sbco0",
        "PlanMaster",
        "business",
        True,
    )
    assert got["description"] == "PlanMaster: production planning software. Vienna."
    assert got["entities"]["url"]["urls"][0]["expanded_url"] == "https://planmaster-0.example"
    assert got["location"] == "Vienna, Vienna, Austria"


def test_profiles_link_to_the_company_or_the_same_person_s_linkedin(ask, world):
    on_both = [number for number in range(100, 400) if world.people.columns.platforms[number] == 3]
    ids = ",".join(str(1_500_000_000_000_000_000 + number) for number in on_both[:100])
    users = ask("/2/users", ids=ids, **{"user.fields": "entities,url"})["data"]
    links = {}
    for user in users:
        person = world.people.by_handle(user["username"])
        target = user["entities"]["url"]["urls"][0]["expanded_url"] if "url" in user else ""
        known = {
            "": "nothing",
            person.company.website: "company",
            f"https://www.linkedin.com/in/{person.slug}": "linkedin",
        }
        links[known[target]] = links.get(known[target], 0) + 1
    assert set(links) == {"nothing", "company", "linkedin"}
    assert links["nothing"] > links["company"] > links["linkedin"]


def test_a_post_is_given_with_what_was_asked_for(ask, world):
    fields = (
        "author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,public_metrics,"
        "referenced_tweets,reply_settings,possibly_sensitive,source"
    )
    number = world.posts.id_of(world.posts.get(19, 1, 0))
    got = ask(f"/2/tweets/{number}", **{"tweet.fields": fields})["data"]
    likes = world.posts.likes(world.posts.get(19, 1, 0))
    assert got == {
        "id": number,
        "text": world.posts.get(19, 1, 0).text,
        "edit_history_tweet_ids": [number],
        "author_id": EAGER,
        "created_at": f"{world.moment(world.posts.get(19, 1, 0)):%Y-%m-%dT%H:%M:%S.000Z}",
        "conversation_id": number,
        "lang": "en",
        "public_metrics": {
            "retweet_count": 0,
            "reply_count": 0,
            "like_count": likes,
            "quote_count": 0,
            "bookmark_count": likes // 9,
            "impression_count": 40 + likes * 31,
        },
        "reply_settings": "everyone",
        "possibly_sensitive": False,
        "source": "X Web App",
    }


def test_an_answer_names_the_post_and_the_person_it_answers(ask, world):
    posts = world.posts
    reply = next(
        each for number in range(100, 900) for each in posts.answers_by(number, 1) if each.relation == "replied_to"
    )
    target = posts.by_reference(reply.target, 1)
    fields = "conversation_id,in_reply_to_user_id,referenced_tweets,entities"
    got = ask(f"/2/tweets/{posts.id_of(reply)}", **{"tweet.fields": fields})["data"]
    assert (got["conversation_id"], got["referenced_tweets"]) == (
        posts.id_of(target),
        [{"type": "replied_to", "id": posts.id_of(target)}],
    )
    author = ask(f"/2/users/{got['in_reply_to_user_id']}")["data"]["username"]
    assert got["entities"]["mentions"] == [
        {"start": 0, "end": 1 + len(author), "username": author, "id": got["in_reply_to_user_id"]}
    ]


def test_markup_in_a_text_is_escaped_and_a_long_one_goes_on_in_a_note(app):
    objects = Objects(app)
    long = Post(19, 0, 1, 60, "ask", "en", "a & b <c> " + "d" * 300)
    got = objects.tweet(long, {"note_tweet"}, False)
    assert (got["text"][:22], len(got["text"])) == ("a &amp; b &lt;c&gt; dd", 280)
    assert got["note_tweet"] == {"text": "a &amp; b &lt;c&gt; " + "d" * 300}
    assert "note_post" in objects.tweet(long, {"note_tweet"}, True)


def test_mentions_and_hashtags_are_marked_where_they_stand(app):
    found = Objects(app).entities("Hi @eager_sbx and @nobody_known #crm")
    assert found == {
        "mentions": [
            {"start": 3, "end": 13, "username": "eager_sbx", "id": EAGER},
            {"start": 18, "end": 31, "username": "nobody_known"},
        ],
        "hashtags": [{"start": 32, "end": 36, "tag": "crm"}],
    }
    assert Objects(app).entities("plain") is None


def test_the_metrics_of_a_post_count_its_answers(app, world):
    posts = world.posts
    post = max(posts.younger_than(30 * 1440, 1), key=lambda each: len(posts.answers[1].get(each.reference, ())))
    metrics = Objects(app).tweet_metrics(post, modern=True)
    relations = {"repost_count": "retweeted", "reply_count": "replied_to", "quote_count": "quoted"}
    counts = {name: len(posts.answers_to(post, relation)) for name, relation in relations.items()}
    assert {name: metrics[name] for name in counts} == counts
    assert sum(counts.values()) > 1
