"""Which steps a job takes, and in which order."""

from enrichment.models import PipelineJob
from enrichment.steps.activity import LinkedInComments, LinkedInPosts, XPosts
from enrichment.steps.find import FindLinkedIn, FindX
from enrichment.steps.profile import LinkedInProfile, XProfile
from enrichment.steps.web import Web

Mode = PipelineJob.Mode
# Steps of one stage run side by side; the next stage sees what they stored.
STAGES = (
    (FindLinkedIn(), FindX()),
    (XProfile(), LinkedInProfile()),
    (LinkedInPosts(), LinkedInComments(), Web()),
    (XPosts(),),
)
# What a choice in the Enrich modal stands for.
CHOICES = {
    "find_linkedin": {"find_linkedin"},
    "find_x": {"find_x"},
    "profile": {"x_profile", "linkedin_profile"},
    "activity": {"linkedin_posts", "linkedin_comments", "x_posts"},
    "web": {"web"},
}
AUTOMATIC = CHOICES["profile"] | CHOICES["activity"]


def step_names(job):
    if job.mode in (Mode.FULL, Mode.ENRICH_ONLY):
        return AUTOMATIC
    if job.mode == Mode.RE_ENRICH:
        return set().union(*(CHOICES.get(choice, set()) for choice in job.steps))
    return set()


def planned_steps(job, stage):
    """The steps of this stage that the job asks for and has not done."""
    wanted = step_names(job)
    return [step for step in STAGES[stage] if step.name in wanted and step.name not in job.done]


def is_scored(job):
    """Whether the job asks for a score and has an offer to score for."""
    chosen = job.mode in (Mode.FULL, Mode.SCORING_ONLY) or (job.mode == Mode.RE_ENRICH and "scoring" in job.steps)
    return bool(chosen and job.offer_id)


def skipped_phases(job):
    """Why whole phases were left out, for people to read."""
    if job.mode == Mode.SCORING_ONLY:
        return ["Profile: scoring only", "Activity: scoring only"]
    if job.mode == Mode.ENRICH_ONLY:
        return ["Scoring: no offer"]
    return []
