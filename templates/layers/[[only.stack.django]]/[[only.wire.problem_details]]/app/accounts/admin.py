from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from app.accounts.models import SignIn, User
from app.removal import remove_user

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_guest", "is_staff", "created_at"]
    list_filter = ["is_guest", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_guest", "is_staff", "is_superuser", "created_at", "last_login"]
    readonly_fields = ["email", "created_at", "last_login"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Accounts are made by those who know their password, or by `createsuperuser`."""
        return False

    def delete_model(self, request: HttpRequest, user: User) -> None:
        remove_user(user)

    def delete_queryset(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            remove_user(user)


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    """Deleting one signs its browser out."""

    list_display = ["id", "user", "expires_at"]
    list_select_related = ["user"]
    search_fields = ["user__email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SignIn | None = None) -> bool:
        return False
