from django.http import HttpResponse
from django.urls import path


def greeting(request):
    return HttpResponse(f"Bonjour {request.user}")


def twenty(request):
    from tests.benchmarks._grown.models import Thing

    return HttpResponse(str([Thing.objects.filter(pk=number).first() for number in range(20)]))


urlpatterns = [path("greeting/", greeting), path("twenty/", twenty)]
