from scoring.ai.checking import Reading, ReadLine
from scoring.ai.scorer import score_read
from tests.scoring.people import TODAY, PlainOffer, kinds, lead, lines, post
from tests.scoring.people import score as score_locally

LEAVING = "We are leaving Shiftly next month, it was down again."
CRASHES = "Shiftly keeps crashing."


def read(snapshot, *found, role="", title="", **more):
    """The card of the lead, of whom a model found these lines."""
    [card] = score_read([snapshot], PlainOffer(), {1: Reading(list(found), role, title, **more)})
    return card


def left(source="post:1", quote=LEAVING):
    return ReadLine("switching_from_competitor", source, quote)


def test_lines_of_the_model_stand_beside_what_it_may_not_leave_out():
    snapshot = lead(notes="Not interested at the moment.", posts=(post(LEAVING, TODAY, 1), post(CRASHES, TODAY, 2)))
    assert kinds(score_locally(snapshot)) == ["complained_about_tool", "not_interested", "switching_from_competitor"]
    card = read(snapshot, left())
    assert [(signal.kind, signal.source, signal.confidence) for signal in card.signals] == [
        ("not_interested", "notes", 100),
        ("switching_from_competitor", "post:1", None),
    ]
    assert [line.sure for line in card.lines if line.dimension == "intent" and line.source == "post:1"] == [None]


def test_a_line_of_a_post_carries_its_day_and_its_address():
    [signal] = read(lead(posts=(post(LEAVING, TODAY, 1),)), left()).signals
    assert (signal.url, signal.happened_at.date()) == ("https://example.com/1", TODAY)


def test_a_line_whose_words_are_gone_counts_no_more():
    assert kinds(read(lead(posts=(post(CRASHES, TODAY, 1),)), left())) == []
    assert kinds(read(lead(), left())) == []


def test_the_role_is_what_the_model_says_of_this_very_title():
    teacher = lead(title="Teacher")
    cards = [read(teacher, role=role, title="Teacher") for role in ("yes", "partly", "no", "unclear", "")]
    local = score_locally(teacher)
    assert [lines(card, "fit")[0] for card in cards] == [
        (83, "Role in the audience"),
        (37, "Role is close to the audience"),
        (0, "Different role from the audience"),
        lines(local, "fit")[0],
        lines(local, "fit")[0],
    ]
    assert [card.fit for card in cards[3:]] == [local.fit] * 2
    of_another_title = read(teacher, role="yes", title="Plant Manager")
    assert lines(of_another_title, "fit") == lines(local, "fit")


def test_a_role_close_to_the_audience_holds_fit_below_those_in_it():
    offer = PlainOffer(industries=["machinery"], locations=["Germany"], company_sizes=["51-200"])
    person = lead(industry="Machinery", location="Stuttgart, Germany", company_size="51-200")
    readings = [Reading([], role, person.title) for role in ("yes", "partly", "no")]
    assert [score_read([person], offer, {1: reading})[0].fit for reading in readings] == [100, 60, 25]


def test_a_reading_in_doubt_never_scores_above_the_local_scorer():
    snapshot = lead(title="Teacher", posts=(post(LEAVING, TODAY, 1),))
    sure = read(snapshot, left(), role="yes", title="Teacher")
    doubted = read(snapshot, left(), role="yes", title="Teacher", doubted=True)
    local = score_locally(snapshot)
    assert (sure.scorer, doubted.scorer, doubted.score) == ("ai", "local", local.score)
    assert sure.score > local.score
    low = read(snapshot, role="no", title="Teacher", doubted=True)
    assert low.scorer == "ai"
