"""Mutants of the chat in Flask."""

from tests.tools.mutants import Mutant

MUTANTS = [
    # Rooms
    Mutant(
        "anyone can change or delete a room",
        "flask",
        "app/rooms/queries.py",
        "if room.created_by != user.id:",
        "if room.created_by is None:",
        contract="chat/test_rooms.py::test_only_the_creator_can_change_or_delete_a_room",
    ),
    Mutant(
        "a private room is 403 instead of 404",
        "flask",
        "app/rooms/queries.py",
        "    if room is None:\n        raise NotFound(NOT_FOUND)\n    return room\n\n\ndef find_own_room",
        "    if room is None and session.get(Room, room_id):\n"
        '        raise Forbidden("This room is private.")\n'
        "    if room is None:\n"
        "        raise NotFound(NOT_FOUND)\n"
        "    return room\n"
        "\n"
        "\n"
        "def find_own_room",
        contract="chat/test_rooms.py::test_a_private_room_looks_missing_to_users_who_are_not_members",
    ),
    Mutant(
        "private rooms are listed for everyone",
        "flask",
        "app/rooms/queries.py",
        "or_(Room.private.is_(False), is_member)",
        "or_(Room.private.is_not(None), is_member)",
        contract="chat/test_rooms.py::test_a_private_room_is_only_listed_for_its_members",
    ),
    Mutant(
        "an invalid id is a server error",
        "flask",
        "app/validation.py",
        "if not HEX_GROUPS.fullmatch(text):",
        "if not text:",
        contract="chat/test_rooms.py::test_a_room_id_that_is_not_a_uuid_is_404",
    ),
    Mutant(
        "the creator is not a member",
        "flask",
        "app/rooms/routes.py",
        "    queries.add_member(session, room, user.id)\n",
        "    session.commit()\n",
        contract="chat/test_rooms.py::test_a_new_room_is_public_and_its_creator_is_a_member",
    ),
    Mutant(
        "everyone is notified about a private room",
        "flask",
        "app/rooms/events.py",
        "if not room.private:",
        "if room:",
        contract="chat/test_room_lists.py::test_only_members_are_notified_about_a_private_room",
    ),
    # Members
    Mutant(
        "anyone can be added to a public room",
        "flask",
        "app/rooms/members.py",
        "if member_id != user.id and not room.private:",
        "if member_id is None:",
        contract="chat/test_members.py::test_nobody_can_be_added_to_a_public_room_by_others",
    ),
    Mutant(
        "an unknown user can be added to a private room",
        "flask",
        "app/rooms/queries.py",
        "        raise NotFound(NOT_FOUND) from None\n",
        "        session.rollback()\n",
        contract="chat/test_members.py::test_an_unknown_user_cannot_be_added",
    ),
    Mutant(
        "any member can remove any other",
        "flask",
        "app/rooms/members.py",
        "if get_current_user().id not in (member_id, room.created_by):",
        "if member_id is None:",
        contract="chat/test_members.py::test_other_members_can_only_remove_themselves",
    ),
    Mutant(
        "joining twice is 404",
        "flask",
        "app/rooms/members.py",
        "        if queries.find_member(session, room_id=room.id, user_id=user_id):\n            return\n",
        "",
        contract="chat/test_members.py::test_joining_twice_changes_nothing",
    ),
    Mutant(
        "the email of a member is shown",
        "flask",
        "app/rooms/members.py",
        "name=member.user.name",
        "name=member.user.email",
        contract="chat/test_members.py::test_a_member_shows_only_id_name_and_join_time",
    ),
    Mutant(
        "invitations are not limited",
        "flask",
        "app/rooms/invitations.py",
        "    limit.count(str(user.id))\n",
        "",
        contract="chat/test_invitations.py::test_a_member_can_invite_at_most_twenty_users_a_minute",
    ),
    Mutant(
        "an invitation shows who has an account",
        "flask",
        "app/rooms/invitations.py",
        "    if invited := find_user(get_session(), body.email):\n",
        "    invited = find_user(get_session(), body.email)\n"
        "    if invited is None:\n"
        "        from flask import abort\n"
        "\n"
        "        abort(404)\n"
        "    if invited:\n",
        contract="chat/test_invitations.py::test_the_response_is_the_same_for_an_unknown_address",
    ),
    Mutant(
        "deleting old guests leaves rooms without members",
        "flask",
        "app/removal.py",
        "    leave_rooms(session, user_id)\n",
        "",
        contract="chat/test_guests.py::test_a_private_room_whose_last_member_was_an_old_guest_is_deleted",
    ),
    # Messages
    Mutant(
        "non-members can read and write in a public room",
        "flask",
        "app/rooms/access.py",
        "if access.member is None:",
        "if access is None:",
        contract="chat/test_messages.py::test_messages_of_a_public_room_are_only_for_members",
    ),
    Mutant(
        "non-members can read a message by its id",
        "flask",
        "app/messages/queries.py",
        "Message.id == message_id, Message.room_id.in_(rooms_joined_by(user))",
        "Message.id == message_id",
        contract="chat/test_messages.py::test_a_message_is_404_for_others",
    ),
    Mutant(
        "any member can edit any message",
        "flask",
        "app/messages/queries.py",
        "if message.author_id != user.id:",
        "if message.author_id is None:",
        contract="chat/test_messages.py::test_only_the_author_can_edit_or_delete_a_message",
    ),
    Mutant(
        "a message is announced before it is committed",
        "flask",
        "app/messages/routes.py",
        "        session.commit()\n"
        "        for message in created:\n"
        '            announce(channel_of(room.id), "message.created", as_data(message))\n',
        "        for message in created:\n"
        '            announce(channel_of(room.id), "message.created", as_data(message))\n'
        '            __import__("time").sleep(0.05)\n'
        "        session.commit()\n",
        contract="chat/test_catching_up.py::test_an_announced_message_can_be_read_immediately",
    ),
    Mutant(
        "a message is announced after the lock is released",
        "flask",
        "app/messages/routes.py",
        "        session.commit()\n"
        "        for message in created:\n"
        '            announce(channel_of(room.id), "message.created", as_data(message))\n',
        "    session.commit()\n"
        "    for message in created:\n"
        '        __import__("time").sleep(__import__("random").random() / 50)\n'
        '        announce(channel_of(room.id), "message.created", as_data(message))\n',
        contract="chat/test_catching_up.py::test_every_subscriber_receives_all_messages_in_the_order_of_the_list",
    ),
    Mutant(
        "a waiting edit does not reload the message",
        "flask",
        "app/messages/routes.py",
        "        message = queries.find_own_message(session, message.id, user)\n        message.body",
        "        message.body",
        contract="chat/test_races.py::test_a_message_that_is_concurrently_edited_and_deleted_stays_deleted",
    ),
    Mutant(
        "a waiting edit does not check permissions again",
        "flask",
        "app/messages/routes.py",
        "        message = queries.find_own_message(session, message.id, user)\n        message.body",
        "        message = session.get_one(Message, message.id, populate_existing=True)\n        message.body",
        contract="chat/test_events.py::test_a_waiting_edit_checks_permissions_again_before_it_is_applied",
    ),
    Mutant(
        "a repeated request is announced again",
        "flask",
        "app/messages/routes.py",
        "        for message in created:\n",
        "        wanted = queries.messages_in(room, before=None, after=None).order_by(Message.id.desc())\n"
        "        for message in created or session.scalars(wanted.limit(1)).all():\n",
        contract="chat/test_idempotency.py::test_a_repeated_request_is_announced_once",
    ),
    # Unread
    Mutant(
        "your own messages are unread",
        "flask",
        "app/rooms/overview.py",
        "Message.id > Member.read_up_to, Message.author_id != user.id",
        "Message.id > Member.read_up_to",
        contract="chat/test_unread.py::test_your_own_messages_are_never_unread",
    ),
    Mutant(
        "messages from before joining are unread",
        "flask",
        "app/rooms/queries.py",
        ", read_up_to=room.last_message_id",
        "",
        contract="chat/test_unread.py::test_messages_from_before_joining_are_not_unread",
    ),
    Mutant(
        "a read marker can only move forward",
        "flask",
        "app/rooms/queries.py",
        "update(Member).where(Member.room_id == room.id, Member.user_id == user.id)",
        "update(Member).where(\n"
        "        Member.room_id == room.id, Member.user_id == user.id, Member.read_up_to < message_id\n"
        "    )",
        contract="chat/test_unread.py::test_a_read_marker_can_move_backwards",
    ),
    Mutant(
        "a message of another room can be marked as read",
        "flask",
        "app/messages/queries.py",
        "message is not None and message.room_id == room.id",
        "message is not None",
        contract="chat/test_unread.py::test_only_a_message_of_the_room_can_be_marked",
    ),
    # Channels
    Mutant(
        "anyone gets a signature for a room",
        "flask",
        "app/channels/access.py",
        "room_id is not None and find_member(session, room_id=room_id, user_id=user_id) is not None",
        "room_id is not None",
        contract="chat/test_channel_authorization.py::test_only_members_get_a_signature",
    ),
    Mutant(
        "a signature works after its user was removed",
        "flask",
        "app/channels/access.py",
        "return may_listen(session, channel, user_id=user_id)",
        "return True",
        contract="chat/test_channel_authorization.py::test_a_signature_is_useless_after_the_user_was_removed",
    ),
    Mutant(
        "a removed member still receives events",
        "flask",
        "app/rooms/members.py",
        "        expel(channel, str(user_id))\n",
        "",
        contract="chat/test_presence.py::test_a_removed_member_is_unsubscribed_immediately",
    ),
    Mutant(
        "a deleted room keeps its subscribers",
        "flask",
        "app/rooms/routes.py",
        "            close(channel_of(room.id))\n",
        "",
        contract="chat/test_presence.py::test_a_deleted_room_unsubscribes_everyone",
    ),
]
