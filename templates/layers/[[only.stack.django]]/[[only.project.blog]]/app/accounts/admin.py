from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from app.accounts.models import User

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "email", "is_guest", "is_staff", "created_at"]
    list_filter = ["is_guest", "is_staff"]
    search_fields = ["username", "email"]
    fields = ["username", "email", "bio", "image", "is_staff", "is_superuser", "created_at", "last_login"]
    readonly_fields = ["username", "email", "created_at", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by those who know their password, or by `createsuperuser`."""
        return False
