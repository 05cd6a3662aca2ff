"""The chat's reference server with one thing wrong at a time, and the test that notices."""

from tests.mutants import Mutant

MUTANTS = [
    # Rooms
    Mutant(
        "anyone changes a room",
        '        room = made_by(self.visible_room(id_in(request, "room_id"), me), me)\n        body',
        '        room = self.visible_room(id_in(request, "room_id"), me)\n        body',
        caught_by="test_rooms.py::test_only_the_maker_changes_or_deletes_a_room",
    ),
    Mutant(
        "anyone deletes a room",
        'room = made_by(self.visible_room(id_in(request, "room_id"), me), me)\n        self.database',
        'room = self.visible_room(id_in(request, "room_id"), me)\n        self.database',
        caught_by="test_rooms.py::test_only_the_maker_changes_or_deletes_a_room",
    ),
    Mutant(
        "private rooms are listed to everybody",
        "(NOT private OR id IN (SELECT room_id FROM members WHERE user_id = ?)) ORDER",
        "(NOT private OR id IN (SELECT room_id FROM members) OR ?) ORDER",
        caught_by="test_rooms.py::test_a_private_room_is_listed_to_its_members_only",
    ),
    Mutant(
        "a private room says that it exists",
        '        if room is None or (room["private"] and not self.member(room["id"], user.id)):\n            raise missing()',
        "        if room is None:\n            raise missing()\n"
        '        if room["private"] and not self.member(room["id"], user.id):\n            raise Refused(403, "Private.")',
        caught_by="test_rooms.py::test_a_private_room_one_is_not_in_answers_like_a_missing_one",
    ),
    Mutant(
        "names differ by case",
        "(room_id, name, name.casefold(), about, private, me.id, now_text())",
        "(room_id, name, name, about, private, me.id, now_text())",
        caught_by="test_rooms.py::test_two_rooms_cannot_have_one_name",
    ),
    Mutant(
        "the maker is not a member",
        "        self.add(room_id, me.id)\n        room = self",
        "        room = self",
        caught_by="test_rooms.py::test_a_new_room_is_public_and_has_its_maker_as_member",
    ),
    Mutant(
        "lengths count bytes",
        "        if not any(each > ",
        "        if isinstance(value, str) and len(value.encode()) > most:\n"
        '            raise ValueError("is too long")\n        if not any(each > ',
        caught_by="test_messages.py::test_a_message_has_up_to_four_thousand_characters",
    ),
    Mutant(
        "blank is text enough",
        "any(each > ",
        "any(each >= ",
        caught_by="test_messages.py::test_a_message_that_is_not_valid_is_refused",
    ),
    Mutant(
        "a full last page promises another",
        "if len(rows) > size else None",
        "if len(rows) >= size else None",
        caught_by="test_lists.py::test_a_last_page_that_is_full_has_no_next",
    ),
    # Members
    Mutant(
        "anyone is put into a public room",
        'if not room["private"]:\n                raise',
        "if False:\n                raise",
        caught_by="test_members.py::test_nobody_is_put_into_a_public_room_by_others",
    ),
    Mutant(
        "a private room takes users that do not exist",
        "if user_id not in self.accounts.users:",
        "if False:",
        caught_by="test_members.py::test_somebody_who_does_not_exist_cannot_be_brought_in",
    ),
    Mutant(
        "any member removes any other",
        "        if user_id != me.id:\n            made_by(room, me)",
        "        if user_id != me.id:\n            self.joined_room(request, me)",
        caught_by="test_members.py::test_others_remove_nobody_but_themselves",
    ),
    Mutant(
        "a member shows their email",
        '"SELECT number, users.id, users.name, joined_at FROM members',
        '"SELECT number, users.id, users.email AS name, joined_at FROM members',
        caught_by="test_members.py::test_a_member_shows_id_name_and_when_they_joined_and_no_more",
    ),
    # Messages
    Mutant(
        "who is not a member reads a public room",
        "        room = self.joined_room(request, me)\n        size",
        '        room = self.visible_room(id_in(request, "room_id"), me)\n        size',
        caught_by="test_messages.py::test_messages_of_a_public_room_are_for_its_members",
    ),
    Mutant(
        "who is not a member writes to a public room",
        "        room = self.joined_room(request, me)\n        said",
        '        room = self.visible_room(id_in(request, "room_id"), me)\n        said',
        caught_by="test_messages.py::test_messages_of_a_public_room_are_for_its_members",
    ),
    Mutant(
        "any member edits any message",
        "message = written_by(self.visible_message(request, me), me)\n        said",
        "message = self.visible_message(request, me)\n        said",
        caught_by="test_messages.py::test_only_the_author_edits_or_deletes_a_message",
    ),
    Mutant(
        "any member deletes any message",
        "message = written_by(self.visible_message(request, me), me)\n        async",
        "message = self.visible_message(request, me)\n        async",
        caught_by="test_messages.py::test_only_the_author_edits_or_deletes_a_message",
    ),
    Mutant(
        "strangers read a message by its id",
        "        if message is None or not self.member(message",
        "        if message is None or not self.visible_room(message",
        caught_by="test_messages.py::test_a_message_does_not_exist_for_strangers",
    ),
    Mutant(
        "an edit leaves no trace",
        "UPDATE messages SET body = ?, edited_at = ? WHERE",
        "UPDATE messages SET body = ?, edited_at = ? AND NULL WHERE",
        caught_by="test_messages.py::test_an_edited_message_shows_when",
    ),
    Mutant(
        "oldest first",
        "id > ? ORDER BY id DESC LIMIT ?",
        "id > ? ORDER BY id LIMIT ?",
        caught_by="test_messages.py::test_messages_are_listed_newest_first",
    ),
    Mutant(
        "after includes its message",
        "AND id < ? AND id > ? ORDER",
        "AND id < ? AND id >= ? ORDER",
        caught_by="test_catching_up.py::test_after_gives_what_came_later_newest_first",
    ),
    Mutant(
        "after is forgotten on the second page",
        '(room["id"], older_than, after or "", size + 1)',
        '(room["id"], older_than, "" if cursor else after or "", size + 1)',
        caught_by="test_catching_up.py::test_more_than_a_page_that_was_missed_is_walked_to_its_end",
    ),
    Mutant(
        "ids within a second are in no order",
        "    milliseconds = int(time.time() * 1000)\n"
        "    value = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)\n"
        "    return str(uuid.UUID(int=max(value, uuid.UUID(last).int + 1 if last else 0)))",
        "    milliseconds = int(time.time()) * 1000\n"
        "    value = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)\n"
        "    return str(uuid.UUID(int=value))",
        caught_by="test_catching_up.py::test_every_subscriber_hears_everybody_in_the_order_of_the_list",
    ),
    Mutant(
        "events overtake each other",
        'async with self.hub.fanout.lock(f"messages:{room_id}"):',
        "async with asyncio.Lock():",
        caught_by="test_catching_up.py::test_every_subscriber_hears_everybody_in_the_order_of_the_list",
    ),
    Mutant(
        "a message is announced before it is kept",
        "            self.database.execute(\n"
        '                "INSERT INTO messages VALUES (?, ?, ?, ?, ?, NULL)",\n'
        "                (new_id, room_id, author_id, said, now_text()),\n"
        "            )",
        "            values = (new_id, room_id, author_id, said, now_text())\n"
        '            early = {"id": new_id, "room_id": room_id, "body": said, "created_at": values[4], "edited_at": None}\n'
        '            early["author"] = {"id": author_id, "name": self.accounts.users[author_id].name}\n'
        '            await self.hub.announce(channel_of(room_id), "message.created", early)\n'
        "            await asyncio.sleep(0.05)\n"
        '            self.database.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?, NULL)", values)',
        caught_by="test_catching_up.py::test_what_is_announced_can_be_read_at_once",
    ),
    # Idempotency
    Mutant(
        "a key is good for any body",
        'if earlier["request"] != asked:',
        "if False:",
        caught_by="test_idempotency.py::test_a_key_with_another_body_is_refused",
    ),
    Mutant(
        "a key does not know its room",
        'asked = idempotency_key(request), json.dumps([room["id"], said])',
        "asked = idempotency_key(request), json.dumps([said])",
        caught_by="test_idempotency.py::test_a_key_in_another_room_is_refused",
    ),
    Mutant(
        "users share their keys",
        "if key and (earlier := self.claim(me.id, key, asked)):",
        'if key and (earlier := self.claim("", key, asked)):',
        caught_by="test_idempotency.py::test_two_users_may_have_one_key",
    ),
    Mutant(
        "a request that still runs has an answer",
        'if earlier["answer"] is None:\n            raise Refused(409, "The first request with this key is still running.")',
        'if earlier["answer"] is None:\n            return None',
        caught_by="test_idempotency.py::test_a_hundred_equal_requests_at_once_make_one_message",
    ),
    # Unread
    Mutant(
        "own messages are unread",
        "AND id > ? AND author_id != ?",
        "AND id > ? AND ? != ''",
        caught_by="test_unread.py::test_ones_own_messages_are_never_unread",
    ),
    Mutant(
        "everything from before one joined is unread",
        "SELECT id, ?, ?, coalesce(last_message_id, '') FROM",
        "SELECT id, ?, ?, '' FROM",
        caught_by="test_unread.py::test_nothing_from_before_one_joined_is_unread",
    ),
    Mutant(
        "a mark only moves forward",
        "UPDATE members SET read_id = ? WHERE",
        "UPDATE members SET read_id = max(read_id, ?) WHERE",
        caught_by="test_unread.py::test_a_mark_may_go_back",
    ),
    Mutant(
        "one reader marks for all",
        '"UPDATE members SET read_id = ? WHERE room_id = ? AND user_id = ?"',
        "\"UPDATE members SET read_id = ? WHERE room_id = ? AND ? != ''\"",
        caught_by="test_unread.py::test_each_reader_has_their_own_mark",
    ),
    Mutant(
        "a message of another room is marked",
        'if message is None or message["room_id"] != room["id"]:',
        "if message is None:",
        caught_by="test_unread.py::test_only_a_message_of_the_room_can_be_marked",
    ),
    # Signatures
    Mutant(
        "the signature is not checked",
        "if not hmac.compare_digest(auth.encode(",
        "if not auth and hmac.compare_digest(auth.encode(",
        caught_by="test_channel_authorization.py::test_a_wrong_signature_is_refused_and_nothing_is_delivered",
    ),
    Mutant(
        "a signature does not know its connection",
        "hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256)",
        "hmac.new(self.secret.encode(), signed.partition(':')[2].encode(), hashlib.sha256)",
        caught_by="test_channel_authorization.py::test_a_signature_is_good_for_one_connection",
    ),
    Mutant(
        "a signature does not know its channel",
        "hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256)",
        "hmac.new(self.secret.encode(), ''.join(signed.split(':', 2)[::2]).encode(), hashlib.sha256)",
        caught_by="test_channel_authorization.py::test_a_signature_is_good_for_one_channel",
    ),
    Mutant(
        "a signature does not know its user",
        "hmac.new(self.secret.encode(), signed.encode(), hashlib.sha256)",
        "hmac.new(self.secret.encode(), ''.join(signed.split(':', 2)[:2]).encode(), hashlib.sha256)",
        caught_by="test_channel_authorization.py::test_a_signature_is_good_for_one_user",
    ),
    Mutant(
        "who is not a member is signed in",
        'not self.member(\n            channel[len("presence-room-") :], me.id\n        ):',
        "False:",
        caught_by="test_channel_authorization.py::test_only_members_are_signed_in",
    ),
    Mutant(
        "any channel is signed",
        'if not channel.startswith("presence-room-") or not self.member(\n            channel[len("presence-room-") :], me.id\n        ):',
        "if not self.member(channel[-36:], me.id):",
        caught_by="test_channel_authorization.py::test_only_the_channels_of_rooms_are_signed",
    ),
    Mutant(
        "a socket id is signed unseen",
        'if not re.fullmatch(r"[0-9]+\\.[0-9]+", text(3, 64)(value)):',
        'if not re.match(r"[0-9]+\\.[0-9]+", text(3, 64)(value)):',
        caught_by="test_channel_authorization.py::test_a_socket_id_that_is_none_is_never_signed",
    ),
    Mutant(
        "the secret key itself signs",
        'derived = hmac.new(settings.secret_key.encode(), b"pusher", hashlib.sha256).hexdigest()',
        "derived = settings.secret_key",
        caught_by="test_channel_authorization.py::test_without_a_configured_secret_it_is_derived_from_the_secret_key",
    ),
    Mutant(
        "a removed member subscribes with an old signature",
        'if self.chat.member(channel.removeprefix("presence-room-"), user_id):',
        "if user_id:",
        caught_by="test_channel_authorization.py::test_a_signature_from_before_one_was_removed_opens_nothing",
    ),
    # The connection
    Mutant(
        "every key is right",
        'if socket.path_params["key"] != self.key:',
        "if False:",
        caught_by="test_connection.py::test_an_unknown_key_is_refused",
    ),
    Mutant(
        "any protocol is spoken",
        'elif socket.query_params.get("protocol") != "7":',
        'elif socket.query_params.get("protocol", "7") < "7":',
        caught_by="test_connection.py::test_a_protocol_other_than_seven_is_refused",
    ),
    Mutant(
        "a frame that is not JSON ends the connection",
        "        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):",
        "        except (KeyError, TypeError, AttributeError, RecursionError):",
        caught_by="test_connection.py::test_a_frame_that_is_no_event_is_an_error_and_the_connection_stays",
    ),
    Mutant(
        "silence lasts for ever",
        "            return await asyncio.wait_for(self._frame(), min(30, timeout))",
        "            return await self._frame()",
        caught_by="test_connection.py::test_a_silent_connection_is_pinged_and_then_closed",
    ),
    Mutant(
        "a silent connection is closed without a ping",
        '        self.event("pusher:ping")\n',
        "",
        caught_by="test_connection.py::test_a_silent_connection_is_pinged_and_then_closed",
    ),
    Mutant(
        "a slow reader is never closed",
        "asyncio.Queue(QUEUED_EVENTS)",
        "asyncio.Queue()",
        caught_by="test_crowd.py::test_a_slow_reader_is_closed_slows_nobody_and_catches_up",
    ),
    Mutant(
        "a slow reader loses events and never knows",
        '            self._writing.cancel()\n            self._closing = asyncio.create_task(self.socket.close(4100, "too slow"))',
        "            pass",
        caught_by="test_crowd.py::test_a_slow_reader_is_closed_slows_nobody_and_catches_up",
    ),
    # Presence and events
    Mutant(
        "presence counts connections",
        '"hash": named, "count": len(users)}',
        '"hash": named, "count": len(before) + 1}',
        caught_by="test_presence.py::test_a_user_with_two_connections_is_one_member",
    ),
    Mutant(
        "a second connection is another member",
        "if who[0] not in dict(before.values()):",
        "if connection.socket_id not in before:",
        caught_by="test_presence.py::test_a_user_with_two_connections_is_one_member",
    ),
    Mutant(
        "the first connection to go takes the member along",
        "if user_id and [who[0] for who in before.values()].count(user_id) == 1:",
        "if user_id:",
        caught_by="test_presence.py::test_a_user_with_two_connections_is_one_member",
    ),
    Mutant(
        "who comes is told of themself",
        "added, but=connection.socket_id)",
        "added)",
        caught_by="test_presence.py::test_others_see_one_come_and_go",
    ),
    Mutant(
        "a connection that is cut off stays present",
        "            await asyncio.shield(self._leave())",
        "            self.chat.hub.subscribers = defaultdict(\n"
        "                dict,\n"
        "                {\n"
        "                    channel: {id_: each for id_, each in here.items() if id_ != self.socket_id}\n"
        "                    for channel, here in self.chat.hub.subscribers.items()\n"
        "                },\n"
        "            )",
        caught_by="test_presence.py::test_a_connection_that_is_cut_off_is_gone",
    ),
    Mutant(
        "a removed member still gets events",
        '        await self.hub.expel(channel_of(room["id"]), user_id)\n',
        "",
        caught_by="test_presence.py::test_a_removed_member_is_unsubscribed_at_once",
    ),
    Mutant(
        "only one connection of a removed member is unsubscribed",
        "gone = [socket_id for socket_id, who in before.items() if who[0] == user_id]",
        "gone = [socket_id for socket_id, who in before.items() if who[0] == user_id][:1]",
        caught_by="test_presence.py::test_a_removed_member_is_unsubscribed_at_once",
    ),
    Mutant(
        "a deleted room keeps its subscribers",
        '        await self.hub.close(channel_of(room["id"]))\n',
        "",
        caught_by="test_presence.py::test_a_deleted_room_unsubscribes_everybody",
    ),
    Mutant(
        "event data is an object",
        '"data": json.dumps(data, ensure_ascii=False)}',
        '"data": data}',
        caught_by="test_events.py::test_the_data_of_a_server_event_is_a_json_string",
    ),
    Mutant(
        "an edit is not announced",
        '            await self.hub.announce(channel_of(message["room_id"]), "message.updated", updated)\n',
        "",
        caught_by="test_events.py::test_subscribers_hear_of_an_edit",
    ),
    Mutant(
        "typing is echoed to the sender",
        'await self.chat.hub.fanout.send({"channel": channel, "frame": frame, "but": self.socket_id})',
        'await self.chat.hub.fanout.send({"channel": channel, "frame": frame, "but": None})',
        caught_by="test_events.py::test_typing_reaches_the_others_and_not_the_sender",
    ),
    Mutant(
        "typing believes the client's user id",
        '"data": data, "user_id": self.channels[channel]}',
        '"data": data, "user_id": sent.get("user_id", self.channels[channel])}',
        caught_by="test_events.py::test_typing_says_who_types_whatever_the_client_claims",
    ),
    Mutant(
        "any event passes for a client event",
        'if not event.startswith("client-"):',
        'if event.startswith("pusher"):',
        caught_by="test_events.py::test_other_events_are_refused",
    ),
    Mutant(
        "typing needs no subscription",
        "elif not isinstance(channel, str) or self.socket_id not in self.chat.hub.subscribers[channel]:",
        "elif not isinstance(channel, str):",
        caught_by="test_presence.py::test_a_removed_member_types_to_nobody",
    ),
    Mutant(
        "client events have any size",
        'elif len(json.dumps(data, ensure_ascii=False).encode(errors="replace")) > CLIENT_EVENT_BYTES:',
        "elif len(json.dumps(data, ensure_ascii=False)) > CLIENT_EVENT_BYTES:",
        caught_by="test_events.py::test_a_client_event_over_ten_kilobytes_is_refused",
    ),
    Mutant(
        "clients type as fast as they like",
        "elif len(self._client_events) == CLIENT_EVENTS_A_SECOND and now - self._client_events[0] < 1:",
        "elif False:",
        caught_by="test_events.py::test_more_than_ten_client_events_a_second_are_refused",
    ),
    Mutant(
        "who types too fast never types again",
        'self.error(4301, "At most 10 client events a second.")',
        'self._client_events.append(now + 3600)\n            self.error(4301, "At most 10 client events a second.")',
        caught_by="test_events.py::test_more_than_ten_client_events_a_second_are_refused",
    ),
    # The web client
    Mutant(
        "the web client runs inline scripts",
        "script-src 'self';",
        "script-src 'self' 'unsafe-inline';",
        caught_by="test_web_client.py::test_the_web_client_runs_no_inline_code",
    ),
]
