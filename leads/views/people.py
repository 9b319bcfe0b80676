from django.http import HttpResponse


def lead_list(request):
    return HttpResponse()


def export(request):
    return HttpResponse()


def lead_page(request, pk):
    return HttpResponse()
