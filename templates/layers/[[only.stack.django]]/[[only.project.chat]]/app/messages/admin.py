from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from app.messages.actions import moderate
from app.messages.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Messages are written by their authors; whoever moderates can delete them."""

    list_display = ["__str__", "author", "room", "created_at", "edited_at"]
    list_select_related = ["author", "room"]
    search_fields = ["body", "author__email", "room__name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, message: Message) -> None:
        moderate(message)

    def delete_queryset(self, request: HttpRequest, messages: QuerySet[Message]) -> None:
        for message in messages.select_related("author"):
            moderate(message)
