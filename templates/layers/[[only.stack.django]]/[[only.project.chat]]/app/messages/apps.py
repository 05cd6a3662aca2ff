from django.apps import AppConfig


class Messages(AppConfig):
    name = "app.messages"
    # Django has a `messages` of its own, which the admin uses.
    label = "room_messages"
