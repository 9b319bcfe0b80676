import gc

import pytest

from autoreach.serving import loading


def test_no_garbage_is_sought_in_what_is_loaded_for_good():
    with loading.for_good():
        is_sought_inside = gc.isenabled()
        loaded = {"model": ["stays"]}
    assert (is_sought_inside, gc.isenabled()) == (False, True)
    assert any(each is loaded for each in gc.get_objects()) is False


def test_after_a_loading_that_fails_garbage_is_sought_again():
    with pytest.raises(ImportError), loading.for_good():
        raise ImportError
    assert gc.isenabled() is True
