from django.urls import path

import app.converters  # noqa: F401 - for <id:...>
from app.rooms import views

urlpatterns = [
    path("api/v1/rooms", views.Rooms.as_view()),
    path("api/v1/rooms/<id:room_id>", views.OneRoom.as_view()),
    path("api/v1/rooms/<id:room_id>/members", views.Members.as_view()),
    path("api/v1/rooms/<id:room_id>/members/<id:user_id>", views.OneMember.as_view()),
    path("api/v1/rooms/<id:room_id>/invitations", views.Invitations.as_view()),
]
