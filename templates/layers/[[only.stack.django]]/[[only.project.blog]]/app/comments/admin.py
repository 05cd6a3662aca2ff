from django.contrib import admin

from app.comments.models import Comment


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    list_display = ["author", "article", "created_at"]
    list_select_related = ["author", "article"]
    search_fields = ["body", "author__username"]
    autocomplete_fields = ["author", "article"]
