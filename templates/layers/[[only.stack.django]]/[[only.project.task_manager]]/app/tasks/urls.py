from django.urls import path

import app.converters  # noqa: F401 - for <id:...>
from app.tasks import overview, views

urlpatterns = [
    path("api/v1/tasks", views.Tasks.as_view()),
    path("api/v1/tasks/<id:task_id>", views.OneTask.as_view()),
    path("api/v1/labels", overview.Labels.as_view()),
    path("api/v1/stats", overview.Statistics.as_view()),
]
