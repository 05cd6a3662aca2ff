"""Mutants of the chat in Django."""

from tests.tools.mutants import Mutant

MUTANTS = [
    # Rooms
    Mutant(
        "anyone can change or delete a room",
        "django",
        "app/rooms/queries.py",
        "if room.created_by != user.id:",
        "if room.created_by is None:",
        contract="chat/test_rooms.py::test_only_the_creator_can_change_or_delete_a_room",
    ),
    Mutant(
        "a private room is 403 instead of 404",
        "django",
        "app/rooms/queries.py",
        "    if room is None:\n        raise NotFound(NOT_FOUND)",
        "    if room is None and Room.objects.filter(id=room_id).exists():\n"
        '        raise Forbidden("This room is private.")\n'
        "    if room is None:\n"
        "        raise NotFound(NOT_FOUND)",
        contract="chat/test_rooms.py::test_a_private_room_looks_missing_to_users_who_are_not_members",
    ),
    Mutant(
        "private rooms are listed for everyone",
        "django",
        "app/rooms/queries.py",
        "Q(private=False) | Q(is_member)",
        "Q(private__in=[False, True]) | Q(is_member)",
        contract="chat/test_rooms.py::test_a_private_room_is_only_listed_for_its_members",
    ),
    Mutant(
        "room names are case-sensitive",
        "django",
        "app/rooms/models.py",
        "as_compared(self.name).casefold()",
        "as_compared(self.name)",
        contract="chat/test_rooms.py::test_two_rooms_cannot_have_the_same_name",
    ),
    Mutant(
        "renaming a room keeps its old comparison key",
        "django",
        "app/rooms/queries.py",
        '["name", "name_key", "topic"]',
        '["name", "topic"]',
        contract="chat/test_rooms.py::test_renaming_takes_the_new_name_and_frees_the_old_one",
    ),
    Mutant(
        "the creator is not a member",
        "django",
        "app/rooms/queries.py",
        "    add_member(room, creator.id)\n",
        "",
        contract="chat/test_rooms.py::test_a_new_room_is_public_and_its_creator_is_a_member",
    ),
    Mutant(
        "everyone is notified about a private room",
        "django",
        "app/rooms/events.py",
        "if not room.private:",
        "if room:",
        contract="chat/test_room_lists.py::test_only_members_are_notified_about_a_private_room",
    ),
    # Members
    Mutant(
        "anyone can be added to a public room",
        "django",
        "app/rooms/views.py",
        "if user_id != self.user.id and not room.private:",
        "if user_id is None:",
        contract="chat/test_members.py::test_nobody_can_be_added_to_a_public_room_by_others",
    ),
    Mutant(
        "an unknown user can be added to a private room",
        "django",
        "app/rooms/queries.py",
        "        raise NotFound(NOT_FOUND) from None",
        "        pass",
        contract="chat/test_members.py::test_an_unknown_user_cannot_be_added",
    ),
    Mutant(
        "any member can remove any other",
        "django",
        "app/rooms/views.py",
        "if self.user.id not in (user_id, room.created_by):",
        "if user_id is None:",
        contract="chat/test_members.py::test_other_members_can_only_remove_themselves",
    ),
    Mutant(
        "joining twice is 404",
        "django",
        "app/rooms/actions.py",
        "if not queries.is_member(room, user_id):",
        "if room:",
        contract="chat/test_members.py::test_joining_twice_changes_nothing",
    ),
    Mutant(
        "the email of a member is shown",
        "django",
        "app/rooms/views.py",
        "name=member.user.name",
        "name=member.user.email",
        contract="chat/test_members.py::test_a_member_shows_only_id_name_and_join_time",
    ),
    Mutant(
        "invitations are not limited",
        "django",
        "app/rooms/views.py",
        "        invitations_per_minute.count(str(self.user.id))\n",
        "",
        contract="chat/test_invitations.py::test_a_member_can_invite_at_most_twenty_users_a_minute",
    ),
    Mutant(
        "an invitation shows who has an account",
        "django",
        "app/rooms/views.py",
        "        if invited := find_user(body.email):\n",
        "        invited = find_user(body.email)\n"
        "        if invited is None:\n"
        "            return HttpResponse(status=404)\n"
        "        if invited:\n",
        contract="chat/test_invitations.py::test_the_response_is_the_same_for_an_unknown_address",
    ),
    Mutant(
        "a private room stays when its last member leaves",
        "django",
        "app/rooms/queries.py",
        "if room.private and not room.members.exists():",
        "if room is None:",
        contract="chat/test_members.py::test_a_private_room_is_deleted_with_its_last_member",
    ),
    Mutant(
        "deleting old guests leaves rooms without members",
        "django",
        "app/removal.py",
        "dismiss(room, user_id=user.id)",
        "pass",
        contract="chat/test_guests.py::test_a_private_room_whose_last_member_was_an_old_guest_is_deleted",
    ),
    # Messages
    Mutant(
        "non-members can read and write in a public room",
        "django",
        "app/rooms/queries.py",
        "if not is_member(room, user.id):",
        "if room is None:",
        contract="chat/test_messages.py::test_messages_of_a_public_room_are_only_for_members",
    ),
    Mutant(
        "non-members can read a message by its id",
        "django",
        "app/messages/queries.py",
        ", room__members__user=user",
        "",
        contract="chat/test_messages.py::test_a_message_is_404_for_others",
    ),
    Mutant(
        "any member can edit any message",
        "django",
        "app/messages/queries.py",
        "if message.author_id != user.id:",
        "if message.author_id is None:",
        contract="chat/test_messages.py::test_only_the_author_can_edit_or_delete_a_message",
    ),
    Mutant(
        "a message is announced before it is committed",
        "django",
        "app/messages/queries.py",
        "    return room.messages.create(id=room.last_message_id, author=author, body=body)",
        "    message = room.messages.create(id=room.last_message_id, author=author, body=body)\n"
        "    from app.messages.actions import announce_message\n"
        "\n"
        '    announce_message("message.created", message)\n'
        '    __import__("time").sleep(0.05)\n'
        "    return message",
        contract="chat/test_catching_up.py::test_an_announced_message_can_be_read_immediately",
    ),
    Mutant(
        "a message is announced after the lock is released",
        "django",
        "app/messages/views.py",
        '            for message in created:\n                announce_message("message.created", message)\n',
        "        for message in created:\n"
        '            __import__("time").sleep(__import__("random").random() / 50)\n'
        '            announce_message("message.created", message)\n',
        contract="chat/test_catching_up.py::test_every_subscriber_receives_all_messages_in_the_order_of_the_list",
    ),
    Mutant(
        "a waiting edit does not check permissions again",
        "django",
        "app/messages/actions.py",
        "        message = find_own_message(found.id, user)\n",
        "        message = Message.objects.get(id=found.id)\n",
        contract="chat/test_events.py::test_a_waiting_edit_checks_permissions_again_before_it_is_applied",
    ),
    Mutant(
        "a waiting edit does not reload the message",
        "django",
        "app/messages/actions.py",
        "        message = find_own_message(found.id, user)\n"
        "        message.body, message.edited_at = body, now()\n"
        '        message.save(update_fields=["body", "edited_at"])',
        "        message = found\n"
        "        message.body, message.edited_at = body, now()\n"
        "        message.save()",
        contract="chat/test_races.py::test_a_message_that_is_concurrently_edited_and_deleted_stays_deleted",
    ),
    Mutant(
        "a repeated request is announced again",
        "django",
        "app/messages/views.py",
        "            for message in created:\n",
        '            for message in created or [room.messages.latest("id")]:\n',
        contract="chat/test_idempotency.py::test_a_repeated_request_is_announced_once",
    ),
    # Unread
    Mutant(
        "your own messages are unread",
        "django",
        "app/rooms/overview.py",
        "messages.exclude(author=user)",
        "messages",
        contract="chat/test_unread.py::test_your_own_messages_are_never_unread",
    ),
    Mutant(
        "messages from before joining are unread",
        "django",
        "app/rooms/queries.py",
        ", read_up_to=room.last_message_id",
        "",
        contract="chat/test_unread.py::test_messages_from_before_joining_are_not_unread",
    ),
    Mutant(
        "a read marker can only move forward",
        "django",
        "app/rooms/queries.py",
        "room.members.filter(user=user).update",
        "room.members.filter(user=user, read_up_to__lt=message_id).update",
        contract="chat/test_unread.py::test_a_read_marker_can_move_backwards",
    ),
    Mutant(
        "a message of another room can be marked as read",
        "django",
        "app/messages/views.py",
        "room.messages.filter(id=body.message_id)",
        "Message.objects.filter(id=body.message_id)",
        contract="chat/test_unread.py::test_only_a_message_of_the_room_can_be_marked",
    ),
    # Channels
    Mutant(
        "anyone gets a signature for a room",
        "django",
        "app/channels/access.py",
        "room_id is not None and Member.objects.filter(room=room_id, user=user_id).exists()",
        "room_id is not None",
        contract="chat/test_channel_authorization.py::test_only_members_get_a_signature",
    ),
    Mutant(
        "a signature works after its user was removed",
        "django",
        "app/channels/access.py",
        "return may_listen(channel, user_id=sign_in.user_id)",
        "return True",
        contract="chat/test_channel_authorization.py::test_a_signature_is_useless_after_the_user_was_removed",
    ),
    Mutant(
        "a user who signed out can subscribe",
        "django",
        "app/channels/access.py",
        "    if sign_in is None or (user",
        "    if sign_in is None:\n        return True\n    if (user",
        contract="chat/test_sign_outs.py::test_a_user_who_signed_out_cannot_subscribe_again",
    ),
    Mutant(
        "a removed member still receives events",
        "django",
        "app/rooms/actions.py",
        "        expel(channel, str(user_id))\n",
        "",
        contract="chat/test_presence.py::test_a_removed_member_is_unsubscribed_immediately",
    ),
    Mutant(
        "a deleted room keeps its subscribers",
        "django",
        "app/rooms/actions.py",
        "            close(channel_of(room.id))\n",
        "",
        contract="chat/test_presence.py::test_a_deleted_room_unsubscribes_everyone",
    ),
]
