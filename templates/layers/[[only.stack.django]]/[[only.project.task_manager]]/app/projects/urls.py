from django.urls import path

import app.converters  # noqa: F401 - for <id:...>
from app.projects import views

urlpatterns = [
    path("api/v1/projects", views.Projects.as_view()),
    path("api/v1/projects/<id:project_id>", views.OneProject.as_view()),
]
