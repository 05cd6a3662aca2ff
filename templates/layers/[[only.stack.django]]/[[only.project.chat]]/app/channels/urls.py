from django.urls import path

from app.channels import views

urlpatterns = [
    path("api/v1/broadcasting/config", views.Config.as_view()),
    path("api/v1/broadcasting/auth", views.Authorization.as_view()),
]
