from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from app.asgi import refusal_of
from app.errors import answer_error, not_found
from app.limits import NoRoute

Handler = Callable[[HttpRequest], HttpResponse]


class AnswerErrors:
    """Django's middleware that answers what a view raises in the shape of the API's errors."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refusal = refusal_of(request.META)
        if isinstance(refusal, NoRoute):
            return not_found(request, refusal)
        return answer_error(refusal) if refusal else self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        # Django knows what these mean.
        return None if isinstance(error, Http404 | PermissionDenied) else answer_error(error)
