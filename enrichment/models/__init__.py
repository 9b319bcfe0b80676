from .jobs import PipelineJob, PipelineRun
from .limits import KeptAnswer, ProviderHealth, ProviderLimit

__all__ = ["KeptAnswer", "PipelineJob", "PipelineRun", "ProviderHealth", "ProviderLimit"]
