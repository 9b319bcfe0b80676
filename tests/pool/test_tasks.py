import pytest

from pool import tasks
from pool.describing import description_model
from pool.models import PoolProfile
from pool.profiles import store

pytestmark = pytest.mark.django_db


def stored(**columns):
    texts = dict.fromkeys(
        "linkedin_slug x_handle full_name role bio industry company company_size location skills keywords".split(), ""
    )
    return store(profiles=[texts | columns])


def test_the_sweep_goes_on_after_a_batch(monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    for name in ("nora", "pia", "ole", "tom", "ida"):
        stored(linkedin_slug=name, role="Nurse")
    PoolProfile.objects.update(embedding_model="older")
    tasks.tend()
    assert PoolProfile.objects.filter(embedding_model=description_model()).count() == 5
    PoolProfile.objects.update(expires_at="2020-01-01T00:00Z")
    tasks.tend()
    assert PoolProfile.objects.count() == 0
