"""The page at `/`."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from app.files import answer_file
from app.views import ApiView
from app.web_files import HEADERS, find_file


class Index(ApiView):
    """A page for browsers, links for API clients."""

    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        links = "index.demo.json" if settings.ENV.demo else "index.json"
        wants_page = "text/html" in request.headers.get("Accept", "").lower()
        answer = answer_web_file(request, "index.html" if wants_page else links)
        answer.headers["Vary"] = "Accept"
        return answer


class Asset(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        return answer_web_file(request, name)


def answer_web_file(request: HttpRequest, name: str) -> HttpResponse:
    found = find_file(name)
    if found is None:
        raise Http404
    path, media_type = found
    return answer_file(request, path, media_type=media_type, headers=HEADERS)
