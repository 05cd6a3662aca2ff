from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from app.rooms.actions import remove_room
from app.rooms.models import Room


@admin.register(Room)
class RoomAdmin(admin.ModelAdmin):
    """Rooms are made and changed by their members; whoever moderates can delete them."""

    list_display = ["name", "creator", "private", "created_at"]
    list_filter = ["private"]
    list_select_related = ["creator"]
    search_fields = ["name", "creator__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Room | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, room: Room) -> None:
        remove_room(room)

    def delete_queryset(self, request: HttpRequest, rooms: QuerySet[Room]) -> None:
        for room in rooms:
            remove_room(room)
