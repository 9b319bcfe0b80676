from tests.enrichment.conftest import offer  # noqa: F401
