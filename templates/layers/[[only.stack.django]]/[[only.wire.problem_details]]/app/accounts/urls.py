from django.urls import path

from app.accounts import guests, views

urlpatterns = [
    path("api/v1/auth/register", views.Register.as_view()),
    path("api/v1/auth/login", views.Login.as_view()),
    path("api/v1/auth/refresh", views.Refresh.as_view()),
    path("api/v1/auth/logout", views.Logout.as_view()),
    path("api/v1/auth/guest", guests.Guest.as_view()),
    path("api/v1/me", views.Me.as_view()),
]
