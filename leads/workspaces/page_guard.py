"""A page works in the workspace it was made for: what it sends later is refused where another is chosen by then.

The chosen workspace is one for all tabs of a browser. So every form carries its page's workspace beside its CSRF token,
htmx sends it as a header (`templates/base.html`), and links to files name it in their address.
"""

from django.shortcuts import render
from django.utils import timezone

from autoreach.pages import number, own_address
from leads.models import Workspace
from leads.workspaces.choice import choose, clock_of

FIELD, HEADER, RESEND = "page_workspace", "X-Page-Workspace", "switch_back"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
OWN_PACKAGES = ("autoreach", "leads", "scoring", "pool", "enrichment")


def any_workspace(view):
    """Mark a view whose POST concerns the user, whichever workspace is chosen."""
    view.any_workspace = True
    return view


def refusal(request, view):
    """The answer to a request of a page that was made for another workspace than the chosen one, or None."""
    if not is_guarded(request, view):
        return None
    named = named_workspaces(request)
    if named != {str(request.workspace.pk)} and (named or request.method not in SAFE_METHODS):
        return answer(request, workspace_of(request, *named) if len(named) == 1 else None)
    if back := workspace_of(request, request.POST.get(RESEND, "")):
        choose(request, back)
        timezone.activate(clock_of(back))
    return None


def workspace_of(request, text):
    """The workspace whose id `text` is, if the user belongs to it; else None."""
    pk = number(text)
    return pk and Workspace.objects.filter(pk=pk, memberships__user=request.user).first()


def is_guarded(request, view):
    own = view.__module__.split(".")[0] in OWN_PACKAGES and not getattr(view, "any_workspace", False)
    return own and request.workspace is not None


def named_workspaces(request):
    named = (request.headers.get(HEADER), request.POST.get(FIELD), request.GET.get(FIELD))
    return {each for each in named if each is not None}


def answer(request, page):
    context = {
        "page": page,
        "back": own_address(request, request.headers.get("Referer", "")),
        # a file cannot be sent again without being chosen again
        "resent": resent_fields(request) if request.method == "POST" and not request.FILES else None,
    }
    part = "#other-workspace" if request.htmx else ""
    return render(request, f"leads/other_workspace.html{part}", context, status=409)


def resent_fields(request):
    left = {"csrfmiddlewaretoken", FIELD, RESEND}
    return [(name, value) for name, values in request.POST.lists() if name not in left for value in values]
