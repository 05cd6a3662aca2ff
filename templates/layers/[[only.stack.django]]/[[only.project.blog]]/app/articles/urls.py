from django.urls import path

from app.articles import views

# The feed comes before the articles, one of which could have its path.
urlpatterns = [
    path("api/articles", views.Articles.as_view()),
    path("api/articles/feed", views.Feed.as_view()),
    path("api/articles/<slug>", views.OneArticle.as_view()),
    path("api/articles/<slug>/favorite", views.Favorites.as_view()),
    path("api/tags", views.Tags.as_view()),
]
