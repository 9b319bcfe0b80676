from .facts import WebFact
from .findings import ProfileFinding
from .jobs import PipelineJob, PipelineRun
from .limits import KeptAnswer, ProviderHealth, ProviderLimit

__all__ = [
    "KeptAnswer",
    "PipelineJob",
    "PipelineRun",
    "ProfileFinding",
    "ProviderHealth",
    "ProviderLimit",
    "WebFact",
]
