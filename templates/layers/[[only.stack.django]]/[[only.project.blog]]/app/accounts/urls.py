from django.urls import path

from app.accounts import guests, views

urlpatterns = [
    path("api/users", views.Register.as_view()),
    path("api/users/login", views.Login.as_view()),
    path("api/users/guest", guests.Guest.as_view()),
    path("api/user", views.Me.as_view()),
]
