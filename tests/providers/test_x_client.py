from autoreach.providers.x.objects import XQuota


def test_the_quota_is_read_from_strings(wire, x):
    wire.will({"data": {"project_id": "1", "project_usage": "120", "project_cap": "3000000", "cap_reset_day": 4}})
    assert x.quota().value == XQuota(used=120, cap=3_000_000, resets_on_day=4)


def test_the_quota_that_is_not_told_is_unknown(wire, x):
    wire.will({"data": {"project_usage": "many", "project_cap": "9" * 19}})
    assert x.quota().value == XQuota(None, None, None)
