import pytest

from scoring.local.remarks import settled_by
from tests.scoring.people import TODAY, PlainOffer, lines, post, score

ASK = "Looking for an alternative to Shiftly. Can anyone recommend a production scheduling tool?"


def rule(notes, name="Anna Dorn"):
    found = settled_by(notes, name)
    return found[0] if found else ""


@pytest.mark.parametrize(
    "notes",
    [
        "Do not contact",
        "DO NOT CONTACT!!!",
        "Please don't call again.",
        "Met in May. Asked us not to be contacted.",
        "asked to be removed from our list",
        "DNC",
        "Bitte nicht mehr anrufen",
        "Wünscht keinen Kontakt",
        "Ne plus contacter",
        "Ne pas la relancer.",
        "No contactar más",
        "Pidió que no la contactemos",
        "Não contactar mais",
        "Non contattare",
        "Ha chiesto di non essere più contattata.",
    ],
)
def test_a_note_forbids_to_contact_in_six_languages(notes):
    assert rule(notes) == "do_not_contact"


@pytest.mark.parametrize(
    "notes",
    [
        "Left the company",
        "Anna has left the company in March.",
        "Called reception: no longer works there",
        "She retired",
        "Hat das Unternehmen verlassen.",
        "Laut Zentrale arbeitet sie nicht mehr dort",
        "A quitté l'entreprise",
        "Ya no trabaja allí",
        "Já não trabalha aqui",
        "Ha lasciato l'azienda",
    ],
)
def test_a_note_says_in_six_languages_that_the_lead_is_gone(notes):
    assert rule(notes) == "left_company"


@pytest.mark.parametrize(
    "notes",
    [
        "Not interested, no budget.",
        "Called on Monday, she's not interested in our product right now",
        "no interest",
        "Kein Interesse",
        "Derzeit kein Bedarf",
        "Pas intéressée pour le moment",
        "No le interesa",
        "Sem interesse",
        "Non è interessata",
    ],
)
def test_a_note_says_in_six_languages_that_the_lead_does_not_want(notes):
    assert rule(notes) == "not_interested"


@pytest.mark.parametrize(
    "notes",
    [
        "Do not contact before September",
        "Do not call on his mobile",
        "Her boss left the company, she decides now.",
        "The CTO has left the company.",
        "Not interested in the basic plan, wants enterprise.",
        "Was not interested last year, but now asked for a demo.",
        "Contract with their vendor ends in May.",
        "Left a voicemail.",
        "Ihr Chef hat das Unternehmen verlassen.",
        "Son collègue ne travaille plus ici",
        "Wants to talk. No contact person for IT yet.",
        "",
    ],
)
def test_a_note_about_something_else_settles_nothing(notes):
    assert rule(notes) == ""


def test_a_remark_in_copied_prose_settles_nothing():
    prose = "She spoke at length about her factory, her people and the way they plan. " * 6
    assert rule(prose + "Do not contact") == ""


def test_a_colleagues_no_overrules_every_floor_and_says_so():
    card = score(posts=(post(ASK, TODAY),), notes="Do not contact. Angry about the last call.", offer=PlainOffer())
    assert (card.rule, card.state, card.score) == ("do_not_contact", "disqualified", 14)
    assert card.top_reason == "A colleague noted: do not contact"
    [line] = [line for line in card.lines if line.reason == "A colleague noted: do not contact"]
    assert (line.points, line.quote, line.source) == (0, "Do not contact", "notes")
    assert lines(card, "score")[-1][1] == "A colleague noted: do not contact: no more than 14"
    assert sum(points for points, _ in lines(card, "score")) == 14
