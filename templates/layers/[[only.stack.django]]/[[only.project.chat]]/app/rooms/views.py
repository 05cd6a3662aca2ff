from uuid import UUID

from django.http import HttpRequest, HttpResponse

from app.accounts.users import find_user
from app.converters import NOTHINGS
from app.failures import NotFound
from app.pagination import Sort, answer_page
from app.permissions import Forbidden
from app.problems import NOT_FOUND
from app.rate_limits import RateLimit
from app.rooms import actions
from app.rooms.models import Member, Room
from app.rooms.overview import describe, described
from app.rooms.queries import find_joined_room, find_own_room, find_room, visible_to
from app.rooms.schemas import Invitation, MemberAnswer, NewRoom, RoomAnswer, RoomChange
from app.views import ApiView, answer, body_of

NEWEST_FIRST = Sort("id", UUID, descending=True)
IN_ORDER_OF_JOINING = Sort("id", UUID)

invitations_per_minute = RateLimit(20)


class Rooms(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        rooms = described(visible_to(self.user), self.user)
        return answer_page(request, rooms, NEWEST_FIRST, RoomAnswer.model_validate)

    def post(self, request: HttpRequest) -> HttpResponse:
        room = actions.create_room(self.user, body_of(request, NewRoom).model_dump())
        return answer(room, status=201, headers={"Location": f"/api/v1/rooms/{room.id}"})


class OneRoom(ApiView):
    def get(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        return answer(describe(find_room(room_id, self.user), self.user))

    def patch(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        room = find_own_room(room_id, self.user)
        body = body_of(request, RoomChange)
        return answer(actions.change_room(room.id, self.user, body.model_dump()))

    def delete(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        actions.remove_room(find_own_room(room_id, self.user))
        return HttpResponse(status=204)


class Members(ApiView):
    def get(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        members = find_room(room_id, self.user).members.select_related("user")
        return answer_page(request, members, IN_ORDER_OF_JOINING, present)


class OneMember(ApiView):
    def put(self, request: HttpRequest, room_id: UUID, user_id: UUID) -> HttpResponse:
        room = self.find_room_for(room_id, user_id)
        if user_id != self.user.id and not room.private:
            raise Forbidden("Users can only add themselves to a public room.")
        actions.admit(room.id, user_id=user_id, by=self.user)
        return HttpResponse(status=204)

    def delete(self, request: HttpRequest, room_id: UUID, user_id: UUID) -> HttpResponse:
        room = self.find_room_for(room_id, user_id)
        if self.user.id not in (user_id, room.created_by):
            raise Forbidden("Only the room's creator can remove others.")
        actions.dismiss(room, user_id=user_id)
        return HttpResponse(status=204)

    def find_room_for(self, room_id: UUID, user_id: UUID) -> Room:
        room = find_room(room_id, self.user)
        if user_id == NOTHINGS:
            raise NotFound(NOT_FOUND)
        return room


class Invitations(ApiView):
    def post(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        room = find_joined_room(room_id, self.user)
        body = body_of(request, Invitation)
        invitations_per_minute.count(str(self.user.id))
        # The answer does not tell whether there is such an account.
        if invited := find_user(body.email):
            actions.admit(room.id, user_id=invited.id, by=self.user)
        return HttpResponse(status=204)


def present(member: Member) -> MemberAnswer:
    return MemberAnswer(id=member.user_id, name=member.user.name, joined_at=member.joined_at)
