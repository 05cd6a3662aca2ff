"""Labels and statistics of the caller's tasks."""

from django.http import HttpRequest, HttpResponse

from app.tasks.schemas import LabelList
from app.tasks.statistics import count_labels, count_tasks
from app.views import ApiView, answer


class Labels(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(LabelList(items=count_labels(self.user)))


class Statistics(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(count_tasks(self.user))
