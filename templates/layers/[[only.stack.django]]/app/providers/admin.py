from django.contrib import admin
from django.http import HttpRequest

from app.providers.models import Identity


@admin.register(Identity)
class IdentityAdmin(admin.ModelAdmin):
    list_display = ["issuer", "subject", "user", "created_at"]
    list_select_related = ["user"]
    search_fields = ["subject", "user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only a provider can say who someone is."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Identity | None = None) -> bool:
        return False
