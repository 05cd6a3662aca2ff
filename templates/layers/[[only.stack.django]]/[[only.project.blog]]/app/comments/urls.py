from django.urls import path

from app.comments import views

urlpatterns = [
    path("api/articles/<slug>/comments", views.Comments.as_view()),
    path("api/articles/<slug>/comments/<comment_id>", views.OneComment.as_view()),
]
