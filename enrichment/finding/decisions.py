"""Deciding about found profiles: noting what a finder brought, accepting, rejecting, and taking back.

Locks are taken as everywhere: scores of offers, jobs, leads, and findings last.
"""

import json

from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from autoreach.providers.registry import X
from autoreach.work.wakeups import enqueue
from enrichment.finding import accounts
from enrichment.finding.candidates import decide
from enrichment.jobs import opening
from enrichment.models import PipelineJob, ProfileFinding
from leads.identity.matcher import REJECT
from leads.identity.platforms import HANDLE_FIELDS, other_platform
from leads.ingest.tables import lock_ingest
from leads.models import Interaction, Lead, LeadMerge, PlatformProfile, Post
from leads.people.merged_rows import stored
from leads.people.merging import Contradiction, merge_leads, undo_merge
from leads.signals import leads_to_lock
from pool.parting import part_profile
from scoring.models import BuyerScore

Decision = ProfileFinding.Decision
SOURCE = "finder"
# What says something about the company or the place goes back with its name.
FOLLOWING = {
    "company_name": ("company_id", "role_started_on", "company_size", "company_location"),
    "location": ("city", "region", "country"),
}


class Undecidable(Exception):
    """What the user asked for cannot be done, in words for them."""


def record(*, platform, results):
    """Note what a finder brought for many leads – (subject, candidates) – and give profiles that are sure to them.

    Within the transaction that holds the leads. An accepted profile that another lead has is merged afterwards, by
    `settle`, because a merge takes locks that come before those of leads.
    """
    leads = {subject.lead.pk: subject.lead for subject, _ in results}
    refused = ProfileFinding.objects.refused_handles(list(leads), platform)
    outdated = ProfileFinding.objects.filter(lead__in=list(leads), platform=platform)
    outdated = outdated.filter(decision__in=[Decision.ASKED, Decision.NOT_FOUND])
    turned_down = {}
    for finding in outdated:
        turned_down.setdefault(finding.lead_id, []).extend(each for each in finding.candidates if each.get("rejected"))
    holders = holders_of(platform, results)
    findings = []
    for subject, candidates in results:
        lead = subject.lead
        candidates = [each for each in candidates if each["handle"] not in refused.get(lead.pk, ())]
        candidates = [refuted(each, lead, holders.get((lead.workspace_id, each["handle"]))) for each in candidates]
        decision, handle = decide(candidates)
        findings.append(
            ProfileFinding(
                workspace_id=lead.workspace_id,
                lead=lead,
                offer_id=subject.job.offer_id,
                job=subject.job,
                platform=platform,
                decision=decision,
                handle=handle,
                candidates=candidates + turned_down.get(lead.pk, []),
                decided_at=timezone.now() if handle else None,
            )
        )
    outdated.delete()
    ProfileFinding.objects.bulk_create(findings)
    for finding in findings:
        if finding.handle and not take(finding):
            enqueue("enrichment.tasks.settle_finding", finding.pk)


def holders_of(platform, results):
    """Leads that have one of the candidates' profiles, by workspace and handle."""
    handles = [candidate["handle"] for _, candidates in results for candidate in candidates]
    workspaces = {subject.lead.workspace_id for subject, _ in results}
    holders = Lead.objects.filter(workspace__in=workspaces, **{f"{HANDLE_FIELDS[platform]}__in": handles})
    return {(lead.workspace_id, getattr(lead, HANDLE_FIELDS[platform])): lead for lead in holders}


def refuted(candidate, lead, holder):
    """The candidate, rejected where its profile's holder is known by another one on the lead's own platform."""
    if holder is None or holder.pk == lead.pk:
        return candidate
    for key in HANDLE_FIELDS.values():
        ours, theirs = getattr(lead, key), getattr(holder, key)
        if ours and theirs and ours != theirs:
            doubt = {"text": f"Another lead has this profile and is {theirs}", "points": -9}
            return candidate | {"band": REJECT, "evidence": [doubt, *candidate["evidence"]]}
    return candidate


def take(finding):
    """Give the lead, which is locked, the profile. False where another lead has it."""
    key, lead_id = HANDLE_FIELDS[finding.platform], finding.lead_id
    before = stored(Lead, lead_id)
    noted = json.dumps({key: [SOURCE, timezone.now().date().isoformat()]})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE leads_lead l SET {key} = %s, provenance = provenance || %s::jsonb, updated_at = now()
                WHERE id = %s AND {key} = '' AND NOT EXISTS (
                    SELECT FROM leads_lead o WHERE o.workspace_id = l.workspace_id AND o.{key} = %s
                )
                """,
                [finding.handle, noted, lead_id, finding.handle],
            )
            taken = cursor.rowcount == 1
    except IntegrityError:
        return False
    if taken:
        note_applied(finding, before=before)
    return taken


def note_applied(finding, **fields):
    """By the database's clock, which dates the posts too that come from the profile."""
    ProfileFinding.objects.filter(pk=finding.pk).update(applied_at=TransactionNow(), **fields)


def settle(finding_id):
    """Give the lead its accepted profile: from another lead by merging the two, or as it is. Safe to repeat."""
    finding = ProfileFinding.objects.filter(pk=finding_id, decision=Decision.ACCEPTED, applied_at=None).first()
    if finding is None:
        return
    try:
        with transaction.atomic():
            lock_for(finding)
            chosen = {"profile", "activity"}
            if finding.same_account:
                work = open_work(finding)
                if any(job.status == PipelineJob.Status.PROCESSING for job in work):
                    # what is being paid for would be lost with its lead; the sweep comes again
                    return
                chosen = set().union(*(job.steps for job in work))
            if not apply(finding):
                return
            set_to_work(finding.lead, finding.offer, steps=[*chosen, "scoring"])
    except Contradiction as error:
        turn_down(finding, f"It belongs to somebody else: {error}")
    except Lead.DoesNotExist:
        # merged or deleted meanwhile; what is left to do the sweep finds
        return


def open_work(finding):
    """The open jobs of the lead that has the finding's handle."""
    holder = {f"lead__{HANDLE_FIELDS[finding.platform]}": finding.handle}
    return PipelineJob.objects.filter(workspace=finding.workspace_id, status__in=PipelineJob.OPEN, **holder)


def lock_for(finding):
    """Scores and jobs of both leads at once: two that find each other would take them in opposite order."""
    holders = Lead.objects.filter(workspace=finding.workspace_id, **{HANDLE_FIELDS[finding.platform]: finding.handle})
    lead_ids = [finding.lead_id, *holders.values_list("pk", flat=True)]
    leads_to_lock.send(LeadMerge, lead_ids=lead_ids, offer_ids=[finding.offer_id])


def settle_waiting():
    """Accepted profiles whose wake-up was lost. Returns how many."""
    waiting = ProfileFinding.objects.filter(decision=Decision.ACCEPTED, applied_at=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:100])
    for pk in ids:
        settle(pk)
    return len(ids)


def apply(finding):
    """Within a transaction. Returns whether the lead has the profile through this finding."""
    key = HANDLE_FIELDS[finding.platform]
    other = Lead.objects.filter(workspace=finding.workspace_id, **{key: finding.handle}).first()
    if other and other.pk != finding.lead_id:
        same = key if finding.same_account else ""
        merge = merge_leads(kept_id=finding.lead_id, gone_id=other.pk, user=finding.decided_by, same_account=same)
        if finding.same_account:
            accounts.remember(finding.platform, [(finding.lead, finding.handle)])
        note_applied(finding, merge=merge, before=merge.record["kept"]["before"])
        return True
    if finding.same_account:
        # somebody else has merged, moved or deleted the other meanwhile
        ProfileFinding.objects.filter(pk=finding.pk, applied_at=None).delete()
        return False
    lead = Lead.objects.select_for_update().get(pk=finding.lead_id)
    still_open = ProfileFinding.objects.select_for_update().filter(pk=finding.pk, applied_at=None)
    if getattr(lead, key) == finding.handle:
        # a merge brought it, because the other lead's finder was quicker
        still_open.delete()
        return False
    if still_open.exists() and take(finding):
        return True
    turn_down(finding, "The lead has got another profile meanwhile")
    return False


def turn_down(finding, note):
    handle = finding.handle if finding.same_account else ""
    ProfileFinding.objects.filter(pk=finding.pk, applied_at=None).update(
        decision=Decision.REJECTED, note=note[:300], handle=handle
    )


def set_to_work(lead, offer, *, steps):
    """Enrich the lead for one offer and score it for the others it has."""
    offers = [score.offer for score in BuyerScore.objects.filter(lead=lead).select_related("offer").order_by("offer")]
    first = offer or next(iter(offers), None)
    mine = Lead.objects.filter(pk=lead.pk)
    opening.enrich(workspace=lead.workspace, offer=first, leads=mine, steps=steps)
    for other in offers:
        if first is None or other.pk != first.pk:
            opening.rescore(workspace=lead.workspace, offer=other, leads=mine)
    enqueue("enrichment.tasks.run_due_jobs")


# What a human decides


def accept(*, finding, handle, user):
    """Give the lead this candidate's profile. Raises Undecidable."""
    if handle not in {each["handle"] for each in finding.candidates if not each.get("rejected")}:
        raise Undecidable("This candidate is no longer there.")
    accepted = ProfileFinding.objects.filter(pk=finding.pk, decision=Decision.ASKED).update(
        decision=Decision.ACCEPTED, handle=handle, decided_by=user, decided_at=timezone.now()
    )
    if not accepted:
        raise Undecidable("Somebody has decided this already.")
    settle(finding.pk)
    finding.refresh_from_db()
    if finding.decision == Decision.REJECTED:
        raise Undecidable(f"{finding.note}.")


def reject(*, finding, user, handle=""):
    """Turn down one candidate, or all; they are not proposed for this lead again. Raises Undecidable."""
    with transaction.atomic():
        finding = ProfileFinding.objects.select_for_update().get(pk=finding.pk)
        if finding.decision != Decision.ASKED:
            raise Undecidable("Somebody has decided this already.")
        for candidate in finding.candidates:
            if not handle or candidate["handle"] == handle:
                candidate["rejected"] = True
        if not any(is_open(each) for each in finding.candidates):
            finding.decision = Decision.REJECTED
            finding.decided_by, finding.decided_at = user, timezone.now()
        finding.save(update_fields=["candidates", "decision", "decided_by", "decided_at"])


def is_open(candidate):
    """Whether somebody should still look at the candidate."""
    return candidate["band"] != REJECT and not candidate.get("rejected")


# Taking back


def undo(*, finding, user):
    """Take the profile away again, and everything that came from it; leads that were merged are two again.

    What other sources told since stays with the lead. Raises Undecidable, and UndoRefused where a later
    merge must be undone first.
    """
    with transaction.atomic():
        leads_to_lock.send(LeadMerge, lead_ids=[finding.lead_id])
        lock_ingest(finding.workspace_id)
        lead = Lead.objects.select_for_update().get(pk=finding.lead_id)
        finding = ProfileFinding.objects.select_for_update(of=("self",)).select_related("merge").get(pk=finding.pk)
        if not finding.can_be_undone:
            raise Undecidable("This has been taken back already.")
        other_id = undo_merge(finding.merge) if finding.merge else None
        leads = Lead.objects.filter(pk__in=[finding.lead_id, other_id or finding.lead_id]).order_by("pk")
        if not finding.same_account:
            known_by = getattr(lead, HANDLE_FIELDS[other_platform(finding.platform)])
            if other_id:
                refuse_the_other_way(finding, other_id, known_by, user)
            move_platform(finding, other_id)
            texts = restore_fields(finding)
            finished = list(leads.exclude(enriched_at=None).values_list("pk", flat=True))
            part_profile(**pool_keys(finding, known_by), texts=texts, lead_ids=finished)
        finding.decision, finding.decided_by, finding.decided_at = Decision.UNDONE, user, timezone.now()
        finding.save(update_fields=["decision", "decided_by", "decided_at"])
        for lead in leads:
            read = PlatformProfile.objects.filter(lead=lead, platform=finding.platform).exists()
            # of two leads that were one account the profile that was read goes to one
            steps = [] if read or not finding.same_account else ["profile", "activity"]
            set_to_work(lead, None, steps=[*steps, "scoring"])
    return other_id


def refuse_the_other_way(finding, other_id, handle, user):
    """Who is not this lead, whose handle this is, is not found from the other side either."""
    platform = other_platform(finding.platform)
    theirs = ProfileFinding.objects.filter(lead=other_id, platform=platform)
    theirs.filter(decision=Decision.ACCEPTED, handle=handle, applied_at=None).delete()
    if handle:
        ProfileFinding.objects.create(
            workspace_id=finding.workspace_id,
            lead_id=other_id,
            platform=platform,
            decision=Decision.UNDONE,
            handle=handle,
            decided_by=user,
            decided_at=timezone.now(),
        )


def pool_keys(finding, known_by):
    """Both profiles that were taken for one person's, and which of them was the wrong one."""
    wrong, other = HANDLE_FIELDS[finding.platform], HANDLE_FIELDS[other_platform(finding.platform)]
    return {wrong: finding.handle, other: known_by, "wrong": wrong}


def move_platform(finding, other_id):
    """What was fetched from the profile goes with it to the other lead, or away."""
    since = finding.applied_at
    mine = {"lead": finding.lead_id, "platform": finding.platform}
    posts, talks = Post.objects.filter(**mine, created_at__gte=since), Interaction.objects.filter(**mine)
    for rows in (posts, talks):
        if other_id:
            move(rows, other_id)
        rows.delete()
    profiles = PlatformProfile.objects.filter(**mine)
    if other_id and not PlatformProfile.objects.filter(lead=other_id, platform=finding.platform).exists():
        profiles.update(lead=other_id)
    profiles.delete()


def move(rows, lead_id):
    copies = list(rows)
    for row in copies:
        row.pk, row.lead_id = None, lead_id
    rows.model.objects.bulk_create(copies, ignore_conflicts=True)


def restore_fields(finding):
    """Undo what followed from the profile: fields that name its platform as their source, and its keys.

    Returns the texts taken away, by field.
    """
    now, before = stored(Lead, finding.lead_id), finding.before
    origins, earlier = now["provenance"], before["provenance"]
    named = [name for name, (source, _) in origins.items() if source in (finding.platform, SOURCE)]
    changed = {name for name in named if origins[name] != earlier.get(name)}
    key = HANDLE_FIELDS[finding.platform]
    changed.discard(HANDLE_FIELDS[other_platform(finding.platform)])
    back = {name: before[name] for name in changed if name in before}
    for name in changed & FOLLOWING.keys():
        back |= {follower: before[follower] for follower in FOLLOWING[name]}
    if now[key] == finding.handle:
        back[key] = before[key]
        back |= {"x_user_id": before["x_user_id"]} if finding.platform == X else {}
    newest = Post.objects.filter(lead=finding.lead_id, posted_at__lte=timezone.now()).order_by("-posted_at").first()
    back["last_active_on"] = newest.posted_at.date().isoformat() if newest else before["last_active_on"]
    kept = {name: entry for name, entry in origins.items() if name not in changed and name != key}
    back["provenance"] = kept | {name: earlier[name] for name in (*changed, key) if name in earlier}
    lead = Lead.objects.get(pk=finding.lead_id)
    if back.get("company_id") and not lead.workspace.companies.filter(pk=back["company_id"]).exists():
        back["company_id"] = None
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE leads_lead l SET {", ".join(f"{name} = b.{name}" for name in back)}, updated_at = now()
            FROM jsonb_populate_record(NULL::leads_lead, %s) b WHERE l.id = %s
            """,
            [json.dumps(back), finding.lead_id],
        )
    return {name: now[name] for name in changed if isinstance(now.get(name), str)}
