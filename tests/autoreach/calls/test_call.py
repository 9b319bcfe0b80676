from decimal import Decimal

from autoreach.calls.call import KEY_LIMIT, Call, Owner, PaidCall
from autoreach.providers.errors import NotFound
from autoreach.providers.results import Answer, Usage

USED = Usage("x", "users/by")


def paid_call(key="job:1:profile", **fields):
    call = Call("x", "profile", "users/by", lambda providers: None, Decimal("0.05"))
    return PaidCall(owner=Owner("job", 1), purpose="X profile", call=call, key=key, workspace_id=1, **fields)


def test_a_key_holds_no_sign_of_a_repetition_and_leaves_room_for_one():
    assert paid_call(f"{Owner('job', 1)}:profile:ada~b").key == "job:1:profile:ada%7Eb"
    assert (paid_call("k" * 200).key, KEY_LIMIT) == ("k" * 190, 190)


def test_limits_count_by_provider_and_operation():
    assert paid_call().service == ("x", "users/by")


def test_an_error_and_silence_are_no_answer():
    results = (None, NotFound("404", usage=USED), Answer(None, USED))
    assert [paid_call(result=result).is_answered for result in results] == [False, False, True]
