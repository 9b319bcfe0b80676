from scoring.comparing import compare


def line(points, reason, kind, source="", dimension="fit"):
    return {"dimension": dimension, "points": points, "reason": reason, "quote": "", "kind": kind, "source": source}


def shown(group):
    """The totals, and of each row the points and what is said of it."""
    return group.left, group.right, [(row.points, [each["reason"] for each in row.said]) for row in group.rows]


def test_lines_of_one_kind_stand_in_one_row_whatever_their_words():
    local = [line(53, "Role in the audience: plant managers", "role"), line(11, "Location matches", "location")]
    ai = [line(53, "Role in the audience", "role")]
    fit, intent, timing, score = map(shown, compare(local, ai))
    role = ((53, 53), ["Role in the audience: plant managers", "Role in the audience"])
    assert fit == (64, 53, [role, ((11, None), ["Location matches"])])
    assert (intent, timing, score) == ((0, 0, []), (0, 0, []), (0, 0, []))


def test_signals_are_compared_by_the_text_that_shows_them():
    def asked(source):
        return line(55, "Asked", "asked_for_recommendation", source, "intent")

    intent = compare([asked("post:1"), asked("post:2")], [asked("post:2")])[1]
    assert shown(intent) == (110, 55, [((55, None), ["Asked"]), ((55, 55), ["Asked"])])
    assert [row.differs for row in intent.rows] == [True, False]


def test_several_lines_of_one_kind_are_compared_in_their_order():
    caps = [line(-10, "Role is close: no more than 60", "cap"), line(-20, "Wrong industry: no more than 40", "cap")]
    fit = compare(caps, caps[:1])[0]
    assert shown(fit)[2] == [((-10, -10), [caps[0]["reason"]]), ((-20, None), [caps[1]["reason"]])]
