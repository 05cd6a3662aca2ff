from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from app.tasks.models import Task, TaskLabel


class LabelInline(admin.TabularInline):
    model = TaskLabel
    extra = 0


@admin.register(Task)
class TaskAdmin(admin.ModelAdmin):
    list_display = ["title", "user", "status", "priority", "due_at", "version"]
    list_filter = ["status", "priority"]
    list_select_related = ["user"]
    search_fields = ["title", "user__email"]
    autocomplete_fields = ["user", "project"]
    inlines = [LabelInline]

    def save_model(self, request: HttpRequest, task: Task, form: ModelForm, change: bool) -> None:
        """A new version, so that whoever edits the task at the same time is told."""
        task.change({})
        task.version += change
        super().save_model(request, task, form, change)
