from autoreach.sandbox.world import ON_LINKEDIN, ON_X


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
