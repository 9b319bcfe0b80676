from tests.enrichment.conftest import offer, outside, sandbox  # noqa: F401
