from enrichment.models.ai_reading import AIBatch, AIReading
from enrichment.models.pipeline import PipelineJob, PipelineRun
from enrichment.models.profile_finding import ProfileFinding
from enrichment.models.web_fact import WebFact

__all__ = [
    "AIBatch",
    "AIReading",
    "PipelineJob",
    "PipelineRun",
    "ProfileFinding",
    "WebFact",
]
