def navigation(request):
    if not getattr(request, "workspace", None):
        return {}
    return {"workspace": request.workspace}
