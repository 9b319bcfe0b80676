from autoreach.work.sweeps import run_each


def test_a_sweep_that_fails_is_logged_and_the_next_one_runs(caplog):
    done = []

    def breaks():
        raise KeyError("a kind that has no description")

    run_each(lambda: done.append("first"), breaks, lambda: done.append("last"))
    assert done == ["first", "last"]
    assert [(record.levelname, record.args, record.exc_info[0]) for record in caplog.records] == [
        ("ERROR", (breaks,), KeyError)
    ]
