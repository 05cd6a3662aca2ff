from django.urls import path

from app.accounts.from_providers import PREFIX
from app.providers import views

prefix = PREFIX.removeprefix("/")
urlpatterns = [
    path(f"{prefix}/providers", views.Providers.as_view()),
    path(f"{prefix}/exchange", views.Exchange.as_view()),
    path(f"{prefix}/<provider>/authorize", views.Authorize.as_view()),
    path(f"{prefix}/<provider>/callback", views.ComeBack.as_view()),
    path(f"{prefix}/<provider>/link", views.Link.as_view()),
]
