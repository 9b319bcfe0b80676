import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from autoreach.sandbox.world.posts import REACTION_VALUES


def test_an_answer_stands_below_the_post_it_answers(world):
    number = next(number for number in range(100, 500) if world.posts.answers_by(number, ON_LINKEDIN))
    answer = world.posts.answers_by(number, ON_LINKEDIN)[0]
    target = world.posts.by_reference(answer.target, ON_LINKEDIN)
    assert answer in world.posts.answers_to(target, "replied_to")
    assert answer.age < target.age


def test_ids_of_posts_rise_with_time_and_survive_the_clock(world):
    posts = world.posts.timeline(110, ON_X)
    ids = [int(world.posts.id_of(post)) for post in posts]
    assert ids == sorted(ids, reverse=True)
    later = world.later(40)
    same = later.posts.by_id(str(ids[-1]), ON_X)
    assert (same.text, same.age) == (posts[-1].text, posts[-1].age + 40 * 1440)


def test_intent_is_there_and_so_is_every_noise(world):
    kinds = {post.kind for post in world.posts.younger_than(30 * 1440, ON_X)}
    wanted = {"ask", "switching", "alternative", "complaint", "pain", "hiring"}
    noise = {
        "recruiter_ad",
        "student_question",
        "spam",
        "consumer_purchase",
        "sarcasm",
        "quoting",
        "self_promo",
        "past",
    }
    assert (wanted | noise) - kinds == set()


def test_an_account_s_posts_come_newest_first(world):
    for number in (100, 500, 6000):
        posts = world.posts.of(number, ON_X)
        assert [post.age for post in posts] == sorted(post.age for post in posts)
        assert [post.index for post in posts] == sorted(post.index for post in posts)
    ages = [post.age for post in world.posts.timeline(110, ON_X)]
    assert ages == sorted(ages)


def test_how_much_an_account_writes_depends_on_who_it_is(world):
    posts, people = world.posts, world.people
    by_persona = {}
    for number in range(100, 3000):
        persona = people.personas[people.columns.persona[number]]
        by_persona.setdefault(persona, set()).add(posts.count(number, ON_X))
    assert by_persona["professional"] == set(range(2, 13))
    assert by_persona["bot"] | by_persona["influencer"] == set(range(12, 21))
    assert (posts.count(6000, ON_X), posts.count(3, ON_X), posts.count(3, ON_LINKEDIN)) == (14, 0, 0)


def test_a_post_that_is_still_to_come_is_neither_listed_nor_found(world):
    number = next(n for n in range(100, 2000) if world.posts.age(n, ON_X, 0) < 0 and world.people.get(n).on_x)
    planned = world.posts.get(number, ON_X, 0)
    assert planned not in world.posts.of(number, ON_X)
    assert world.posts.by_id(world.posts.id_of(planned), ON_X) is None
    days = -planned.age // 1440 + 1
    later = world.later(days)
    assert later.posts.by_id(world.posts.id_of(planned), ON_X).text == planned.text
    assert later.posts.of(number, ON_X)[0].age == planned.age + days * 1440


@pytest.mark.parametrize("wrong", ["", "12", "x", "²", "1990019984270001902", "1990019984280001900"])
def test_an_id_that_names_no_post_finds_none(world, wrong):
    eager = world.posts.get(19, ON_X, 0)
    assert world.posts.by_id(world.posts.id_of(eager), ON_X) == eager
    assert world.posts.by_id(wrong, ON_X) is None
    assert world.posts.by_id(world.posts.id_of(eager), ON_LINKEDIN) is None


def test_the_youngest_posts_are_those_of_all_timelines(world):
    day = 1440
    found = world.posts.younger_than(day, ON_X)
    assert [post.age for post in found] == sorted(post.age for post in found)
    timelines = [
        post for number in world.accounts(ON_X) for post in world.posts.timeline(number, ON_X) if post.age <= day
    ]
    assert sorted(map(id_of, found)) == sorted(map(id_of, timelines))
    own = world.posts.younger_than(day, ON_X, answers=False)
    assert [post for post in found if not post.relation] == own


def id_of(post):
    return post.reference


def test_an_answer_names_the_author_it_answers_on_x_only(world):
    posts = world.posts
    for number in range(100, 400):
        for answer in posts.answers_by(number, ON_X):
            target = posts.by_reference(answer.target, ON_X) or posts.get(*divmod_reference(answer.target, ON_X))
            name = world.account_name(target.account)
            if answer.relation == "replied_to":
                assert answer.text.startswith(f"@{name} ")
            elif answer.relation == "retweeted":
                assert answer.text == f"RT @{name}: {target.text}"
                assert (answer.lang, answer.kind) == (target.lang, "retweet")
            else:
                assert (answer.relation, answer.text.startswith("@")) == ("quoted", False)
        for answer in posts.answers_by(number, ON_LINKEDIN):
            assert (answer.relation, answer.text.startswith("@")) == ("replied_to", False)


def divmod_reference(reference, platform):
    account, index = divmod(reference, 100)
    return account, platform, index


def test_answers_below_a_post_come_newest_first_by_relation(world):
    week = world.posts.younger_than(30 * 1440, ON_X)
    post = max(week, key=lambda each: len(world.posts.answers_to(each, "replied_to")))
    replies = world.posts.answers_to(post, "replied_to")
    assert len(replies) > 1
    assert [reply.age for reply in replies] == sorted(reply.age for reply in replies)
    assert {reply.target for reply in replies} == {post.reference}
    relations = ("replied_to", "quoted", "retweeted", "reacted")
    together = sum(len(world.posts.answers_to(post, relation)) for relation in relations)
    known = world.posts.answers[ON_X][post.reference]
    assert together == sum(world.posts.by_reference(each, ON_X) is not None for each in known)


def test_bots_students_and_who_never_posts_answer_nothing(world):
    people = world.people
    silent = [
        number for number in range(100, 3000) if people.personas[people.columns.persona[number]] in ("bot", "student")
    ]
    assert {len(world.posts.answers_by(number, ON_X)) for number in (3, *silent)} == {0}


def test_reactions_are_of_linkedin_s_kinds(world):
    reactions = [
        each for number in range(100, 900) for each in world.posts.answers_by(number, ON_LINKEDIN, reactions=True)
    ]
    assert {each.kind for each in reactions} == set(REACTION_VALUES)
    assert {(each.text, each.relation) for each in reactions} == {("", "reacted")}
    assert world.posts.answers_by(100, ON_X, reactions=True) == []


def test_an_expression_of_need_is_met_by_vendors_and_peers(world):
    tones = {
        (world.posts.get(answer.target // 100, ON_X, answer.target % 100).kind, answer.kind)
        for number in range(100, 3000)
        for answer in world.posts.answers_by(number, ON_X)
        if answer.relation == "replied_to"
    }
    assert {tone for kind, tone in tones if kind == "ask"} == {
        "reply_vendor",
        "reply_same",
        "reply_advice",
        "reply_chat",
    }
    assert {tone for kind, tone in tones if kind == "small_talk"} == {"reply_chat"}


def test_texts_carry_their_language_and_no_blanks_to_fill(world):
    posts = world.posts.younger_than(60 * 1440, ON_X, answers=False)
    assert {post.lang for post in posts} >= {"en", "de", "es", "fr"}
    assert [post.text for post in posts if "{" in post.text or post.text[2:3] == ":"] == []


def test_likes_stay_within_what_an_account_may_get(world):
    people = [world.posts.likes(world.posts.get(number, ON_X, 0)) for number in range(100, 1100)]
    companies = [world.posts.likes(world.posts.get(number, ON_X, 0)) for number in range(6000, 7000)]
    assert (max(people), max(companies) > 300, max(companies) < 400) == (59, True, True)


def test_a_known_case_posts_what_it_is_given_a_day_ago(world):
    post = world.posts.get(19, ON_X, 0)
    assert (post.age, post.kind, post.lang) == (1440 + 19 * 7, "ask", "en")
    assert post.text.startswith("Can anyone recommend a production planning software?")
    assert world.posts.get(19, ON_LINKEDIN, 0).text == post.text
    assert world.posts.get(8, ON_X, 0).year == 2106
