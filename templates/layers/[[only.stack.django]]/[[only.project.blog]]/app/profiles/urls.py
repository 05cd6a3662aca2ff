from django.urls import path

from app.profiles import views

urlpatterns = [
    path("api/profiles/<username>", views.OneProfile.as_view()),
    path("api/profiles/<username>/follow", views.Following.as_view()),
]
