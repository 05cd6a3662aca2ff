from django.urls import path

import app.converters  # noqa: F401 - for <id:...>
from app.messages import views

urlpatterns = [
    path("api/v1/rooms/<id:room_id>/messages", views.Messages.as_view()),
    path("api/v1/rooms/<id:room_id>/read", views.Read.as_view()),
    path("api/v1/messages/<id:message_id>", views.OneMessage.as_view()),
]
