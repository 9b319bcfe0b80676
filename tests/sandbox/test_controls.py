from tests.sandbox.provider_calls import call


def test_the_clock_is_moved_from_outside(ask):
    assert ask("/sandbox/clock", {"days": 30}).payload == {"days": 30}
    assert ask("/sandbox").payload["days"] == 30


def test_every_answer_waits_for_the_latency(ask):
    assert ask("/sandbox/latency", {"seconds": 0.3}).payload == {"seconds": 0.3}
    assert call(ask, "x").reply.delay == 0.3
