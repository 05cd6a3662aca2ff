from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from app.channels.announcing import channel_lock
from app.channels.names import channel_of
from app.failures import Invalid
from app.idempotency import answer_once
from app.messages import actions
from app.messages.actions import announce_message
from app.messages.models import Message
from app.messages.queries import add_message, find_message, find_own_message, messages_in
from app.messages.schemas import MessageAnswer, MessageBody, MessageInRoom, ReadMark
from app.pagination import Sort, answer_page
from app.rooms.queries import find_joined_room, mark_read
from app.schemas import Id
from app.views import ApiView, answer, body_of, query_of

NEWEST_FIRST = Sort("id", UUID, descending=True)


class MessageFilter(BaseModel):
    before: Id | None = None
    after: Id | None = None


class Messages(ApiView):
    def get(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        room, wanted = find_joined_room(room_id, self.user), query_of(request, MessageFilter)
        messages = messages_in(room, before=wanted.before, after=wanted.after)
        return answer_page(request, messages, NEWEST_FIRST, MessageAnswer.model_validate)

    def post(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        room = find_joined_room(room_id, self.user)
        body = body_of(request, MessageBody).body
        created: list[Message] = []  # empty if the first response is repeated

        def create() -> HttpResponse:
            created.append(add_message(room.id, author=self.user, body=body))
            location = f"/api/v1/messages/{created[0].id}"
            return answer(as_seen(created[0]), status=201, headers={"Location": location})

        with channel_lock(channel_of(room.id)):
            response = answer_once(request, self.user, MessageInRoom(room_id=room.id, body=body), create)
            for message in created:
                announce_message("message.created", message)
        return response


class OneMessage(ApiView):
    def get(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        return answer(as_seen(find_message(message_id, self.user)))

    def patch(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        message = find_own_message(message_id, self.user)
        body = body_of(request, MessageBody).body
        return answer(as_seen(actions.change_message(message, self.user, body)))

    def delete(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        actions.delete_own_message(find_own_message(message_id, self.user), self.user)
        return HttpResponse(status=204)


class Read(ApiView):
    def put(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        room = find_joined_room(room_id, self.user)
        body = body_of(request, ReadMark)
        if not room.messages.filter(id=body.message_id).exists():
            raise Invalid({"/message_id": "This message is not in this room."})
        mark_read(room, self.user, body.message_id)
        return HttpResponse(status=204)


def as_seen(message: Message) -> MessageAnswer:
    return MessageAnswer.model_validate(message)
