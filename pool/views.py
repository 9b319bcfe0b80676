from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.db.models import Count, F, FilteredRelation, Max, Q
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from autoreach.counting import counted_to
from autoreach.pages import render_fragment
from leads import access
from leads.interface.forms.offer import OfferForm
from leads.interface.paging import Order, keyset_page
from leads.sources.registry import POOL
from leads.sources.transitions import AT_WORK
from pool.matches import request_match
from pool.matching import match, nearest
from pool.models import PoolMatch, PoolProfile

BEST_FIRST = Order("fit_now")
PREVIEWED = 5
COUNTED_MAX = 10_000


def pool_context():
    return {"match_limit": settings.POOL_MATCH_LIMIT, "profile_days": settings.POOL_PROFILE_DAYS}


@require_safe
def pool(request):
    offers = (
        access.offers(request)
        .annotate(matched=Count("pool_matches"), matched_at=Max("pool_matches__created_at"))
        .order_by("name", "pk")
    )
    profiles, exact = profile_count(access.get_workspace(request))
    context = pool_context() | {"offers": offers, "profiles": profiles, "exact": exact}
    return render(request, "pool/pool.html", context)


def profile_count(workspace):
    """(number, whether it is exact): a large pool is estimated by the database's statistics."""
    shared = PoolProfile.objects.filter(Q(example_of=None) | Q(example_of=workspace))
    counted = counted_to(COUNTED_MAX, shared)
    if counted <= COUNTED_MAX:
        return counted, True
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'pool_poolprofile'::regclass")
        (estimate,) = cursor.fetchone()
    return max(estimate, COUNTED_MAX), False


@require_safe
def matches(request, pk):
    offer = access.get_offer(request, pk)
    # by names alone: the pool knows no scores
    of_offer = FilteredRelation("lead__scores", condition=Q(lead__scores__offer=offer))
    matched = PoolMatch.objects.filter(offer=offer).select_related("lead").annotate(of_offer=of_offer)
    matched = matched.annotate(
        score=F("of_offer__score"), state=F("of_offer__state"), fit_now=Coalesce("of_offer__fit", "fit")
    )
    page = keyset_page(matched, BEST_FIRST, request.GET)
    context = pool_context() | {"offer": offer, "page": page, **match_status(offer)}
    return render(request, "pool/matches.html", context)


def match_status(offer):
    """The newest pool search of the offer, and whether it is still to be done."""
    newest = offer.searches.filter(kind=POOL).order_by("-pk").first()
    return {
        "newest": newest,
        "waiting": newest is not None and newest.status in AT_WORK,
        "has_earlier": offer.pool_matches.exists,  # asked by the sentence that needs it
    }


@require_safe
def match_panel(request, pk):
    """The part of an offer's page that says what the pool holds for it."""
    offer = access.get_offer(request, pk)
    context = pool_context() | {"offer": offer, **match_status(offer)}
    return render_fragment(request, "pool/matches.html#match-panel", context, heading=f"Pool matches of {offer.name}")


@require_POST
def match_pool(request, pk):
    access.require_to_score(request)
    offer = access.get_offer(request, pk)
    if offer.archived_at:
        messages.error(request, f"{offer.name} is archived. Restore it first, then match the pool.")
    else:
        request_match(offer=offer, user=request.user)
        messages.success(request, f"The pool is being matched with {offer.name}. Matches appear among its buyers.")
    return redirect("pool-matches", pk)


@require_POST
def preview(request):
    """What the pool holds for an offer that is still being written; nothing is saved."""
    form = OfferForm(request.POST, workspace=access.get_workspace(request))
    form.is_valid()
    draft = form.instance
    draft.workspace = form.workspace
    found = match(offer=draft, limit=settings.POOL_MATCH_LIMIT) if draft.target_audience else []
    nearby = [] if found or not draft.target_audience else nearest(offer=draft, limit=PREVIEWED)
    best = {row.profile_id: row.fit for row in (found or nearby)[:PREVIEWED]}
    profiles = PoolProfile.objects.in_bulk(best)
    context = pool_context() | {
        "described": bool(draft.target_audience),
        "count": len(found),
        "best": [(profiles[pk], fit) for pk, fit in best.items() if pk in profiles],
    }
    response = render(request, f"pool/preview.html{'#preview' if request.htmx else ''}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
