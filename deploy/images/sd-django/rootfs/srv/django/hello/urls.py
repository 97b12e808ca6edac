from django.http import HttpResponse
from django.urls import path

from hello.models import Visit


def index(_):
    Visit.objects.create()
    return HttpResponse(
        f"Hello from spin-docker. Visits: {Visit.objects.count()}\n",
        content_type="text/plain",
    )


urlpatterns = [path("", index)]
