from scoring.comparing import Group, Row, compare


def line(points, reason, quote="", dimension="fit"):
    return {"dimension": dimension, "points": points, "reason": reason, "quote": quote}


def test_lines_that_both_receipts_have_stand_in_one_row():
    local = [line(53, "Role", "Plant Manager"), line(11, "Location matches")]
    ai = [line(24, "Role", "Plant Manager"), line(30, "Pain", "By hand", "intent")]
    fit, intent, timing, score = compare(local, ai)
    assert fit == Group("fit", 64, 24, [Row("Role", "Plant Manager", 53, 24), Row("Location matches", "", 11, None)])
    assert intent == Group("intent", 0, 30, [Row("Pain", "By hand", None, 30)])
    assert (timing, score) == (Group("timing", 0, 0, []), Group("score", 0, 0, []))
    assert [row.differs for row in fit.rows] == [True, True]


def test_a_line_that_stands_twice_counts_with_its_sum():
    fit = compare([line(1, "Rounding"), line(2, "Rounding")], [line(3, "Rounding")])[0]
    assert fit.rows == [Row("Rounding", "", 3, 3)]
    assert not fit.rows[0].differs
