"""The task manager's reference server with one thing wrong at a time, and the test that notices."""

from tests.mutants import Mutant

MUTANTS = [
    # Whose it is
    Mutant(
        "anyone sees a project",
        "if found is None or found.owner != user.id:\n            raise missing()\n        return found\n\n    def refuse_taken",
        "if found is None:\n            raise missing()\n        return found\n\n    def refuse_taken",
        caught_by="test_projects.py::test_a_project_is_nobody_elses",
    ),
    Mutant(
        "anyone deletes a task",
        "async def delete_task(self, request: Request) -> Response:\n        task = self.task(request)",
        "async def delete_task(self, request: Request) -> Response:\n        self.accounts.caller(request)\n"
        "        task = self.tasks.get(identifier(request.path_params['id']))\n"
        "        if task is None:\n            raise missing()",
        caught_by="test_tasks.py::test_a_task_is_nobody_elses",
    ),
    Mutant(
        "another's task is 403",
        "if found is None or found.owner != user.id:\n            raise missing()\n        return found\n\n    def task_members",
        "if found is None:\n            raise missing()\n        if found.owner != user.id:\n"
        "            raise Refused(403, 'Not yours.')\n        return found\n\n    def task_members",
        caught_by="test_tasks.py::test_a_task_is_nobody_elses",
    ),
    Mutant(
        "a task goes into anyone's project",
        "if project is None or project.owner != user.id:\n                raise ValueError",
        "if project is None:\n                raise ValueError",
        caught_by="test_projects.py::test_a_task_cannot_be_put_into_anothers_project",
    ),
    Mutant(
        "the list shows everyone's tasks",
        "query = read_query(request)\n        mine = [task for task in self.tasks.values() if task.owner == user.id]",
        "query = read_query(request)\n        mine = list(self.tasks.values()) if user else []",
        caught_by="test_tasks.py::test_a_task_is_nobody_elses",
    ),
    Mutant(
        "labels of everyone are counted",
        "for task in self.tasks.values() if task.owner == user.id for label in task.labels",
        "for task in self.tasks.values() if user for label in task.labels",
        caught_by="test_reports.py::test_labels_are_counted_by_name",
    ),
    Mutant(
        "stats count everyone's tasks",
        "mine = [task for task in self.tasks.values() if task.owner == user.id]\n        now, week_ago",
        "mine = list(self.tasks.values()) if user else []\n        now, week_ago",
        caught_by="test_reports.py::test_stats_count_by_status_and_priority",
    ),
    Mutant(
        "an Idempotency-Key is shared by all users",
        "earlier = self.attempts.get((user.id, key))",
        "earlier = next((each for (_, other), each in self.attempts.items() if other == key), None)",
        caught_by="test_idempotency.py::test_a_key_is_the_callers_own",
    ),
    Mutant(
        "a project's name is unique among all users",
        "if project.owner == user.id and project.name == name and project is not but:",
        "if user and project.name == name and project is not but:",
        caught_by="test_projects.py::test_a_name_is_taken_once_for_each_user",
    ),
    # ETags and changes
    Mutant(
        "If-Match is ignored",
        'if not matches(condition, task.etag):\n            raise Refused(412, "The task has changed since.")\n        task = self.tasks',
        "task = self.tasks",
        caught_by="test_changes.py::test_a_change_with_a_stale_etag_is_412",
    ),
    Mutant(
        "a change without If-Match goes through",
        'if condition is None:\n            raise Refused(428, "Send the ETag of the task in If-Match.")\n        if not',
        "if condition is not None and not",
        caught_by="test_changes.py::test_a_change_without_if_match_is_428",
    ),
    Mutant(
        "two writers both win",
        "task = self.tasks[task.id] = task.changed(**members)",
        "await unfinished()\n        task = self.tasks[task.id] = task.changed(**members)",
        caught_by="test_changes.py::test_of_two_writers_with_one_etag_exactly_one_wins",
    ),
    Mutant(
        "a weak ETag satisfies If-Match",
        "if not matches(condition, task.etag):",
        "if not matches(condition, task.etag, weak=True):",
        caught_by="test_changes.py::test_a_change_with_a_stale_etag_is_412",
    ),
    Mutant(
        "the ETag is weak",
        "return f'\"{self.version}-{self.id}\"'",
        "return f'W/\"{self.version}-{self.id}\"'",
        caught_by="test_changes.py::test_the_etag_changes_with_every_change_and_is_strong",
    ),
    Mutant(
        "a delete ignores If-Match",
        "if condition is not None and not matches(condition, task.etag):",
        "if condition is not None and not condition:",
        caught_by="test_changes.py::test_a_delete_honours_if_match",
    ),
    Mutant(
        "If-None-Match is ignored",
        "if offered is not None and matches(offered, task.etag, weak=True):",
        "if offered is not None and not offered:",
        caught_by="test_tasks.py::test_if_none_match_spares_what_the_caller_has",
    ),
    Mutant(
        "updated_at does not move",
        "version=self.version + 1, updated_at=now_text())",
        "version=self.version + 1)",
        caught_by="test_changes.py::test_a_patch_changes_what_it_names_and_nothing_else",
    ),
    Mutant(
        "the version does not move",
        "version=self.version + 1, updated_at=now_text())",
        "updated_at=now_text())",
        caught_by="test_changes.py::test_the_etag_changes_with_every_change_and_is_strong",
    ),
    Mutant(
        "a project's updated_at does not move",
        "project.updated_at = now_text()",
        "assert project",
        caught_by="test_projects.py::test_a_project_changes_where_it_is_told_to",
    ),
    Mutant(
        "completed_at is moved by any change of a task that is done",
        "if moved.status != self.status:\n            moved.completed_at",
        "if True:\n            moved.completed_at",
        caught_by="test_changes.py::test_completed_at_stays_while_a_task_is_done",
    ),
    Mutant(
        "completed_at stays when a task is taken up again",
        'moved.completed_at = moved.updated_at if moved.status == "done" else None',
        'moved.completed_at = moved.updated_at if moved.status == "done" else moved.completed_at',
        caught_by="test_changes.py::test_completed_at_follows_the_status",
    ),
    Mutant(
        "a task that is done from the start is not completed",
        'if task.status == "done":\n            task.completed_at = now\n',
        "assert now\n",
        caught_by="test_changes.py::test_a_task_that_is_done_from_the_start_is_completed",
    ),
    Mutant(
        "deleting a project deletes its tasks",
        "self.tasks[task.id] = task.changed(project_id=None)",
        "self.tasks = {key: each for key, each in self.tasks.items() if each is not task}",
        caught_by="test_projects.py::test_deleting_a_project_keeps_its_tasks",
    ),
    Mutant(
        "deleting a project leaves the ETags of its tasks",
        "self.tasks[task.id] = task.changed(project_id=None)",
        "task.project_id = None",
        caught_by="test_projects.py::test_deleting_a_project_keeps_its_tasks",
    ),
    Mutant(
        "merge patches are not read",
        'body = await Body.read(request, "application/json", MERGE_PATCH)',
        "body = await Body.read(request)",
        caught_by="test_changes.py::test_a_patch_changes_what_it_names_and_nothing_else",
    ),
    # Idempotency
    Mutant(
        "the body of a repeated request is not compared",
        "if earlier.fingerprint != fingerprint:",
        "if not earlier.fingerprint:",
        caught_by="test_idempotency.py::test_one_key_with_another_body_is_422",
    ),
    Mutant(
        "a key is noted only when its task is made",
        "attempt = Attempt(fingerprint, time.time())\n        self.attempts[user.id, key] = attempt\n        try:\n"
        "            await unfinished(0.05)\n",
        "attempt = Attempt(fingerprint, time.time())\n        try:\n"
        "            await unfinished(0.05)\n            self.attempts[user.id, key] = attempt\n",
        caught_by="test_idempotency.py::test_a_hundred_equal_requests_at_once_make_one_task",
    ),
    Mutant(
        "a repeated request answers 200",
        "return earlier.answer",
        "return Response(earlier.answer.body, 200, earlier.answer.headers)",
        caught_by="test_idempotency.py::test_the_same_request_answers_the_first_201_again",
    ),
    Mutant(
        "a refused request uses up its key",
        "if attempt.answer is None:\n                del self.attempts[user.id, key]",
        "if attempt.answer is None:\n                pass",
        caught_by="test_idempotency.py::test_a_request_that_was_refused_does_not_use_up_its_key",
    ),
    # Lists
    Mutant(
        "limit is ignored",
        "limit = page_size(request)\n",
        "limit = 20\n",
        caught_by="test_lists.py::test_a_page_has_as_many_rows_as_asked",
    ),
    Mutant(
        "limit takes more than a hundred",
        "not 1 <= int(given) <= 100:",
        "not 1 <= int(given) <= 1000:",
        caught_by="test_lists.py::test_another_limit_than_1_to_100_is_422",
    ),
    Mutant(
        "the cursor skips ties",
        "if compare(place(item), (value, str(identity))) > 0]",
        "if compare((key(item), ''), (value, '')) > 0]",
        caught_by="test_listing.py::test_a_walk_while_tasks_arrive_shows_each_once_and_in_order",
    ),
    Mutant(
        "the cursor repeats its own row",
        "if compare(place(item), (value, str(identity))) > 0]",
        "if compare(place(item), (value, str(identity))) >= 0]",
        caught_by="test_lists.py::test_a_walk_while_rows_arrive_shows_each_row_once",
    ),
    Mutant(
        "the cursor is an offset",
        "following = encode_cursor(place(shown[-1])) if len(ordered) > limit else None",
        "following = encode_cursor([items.index(shown[-1]), '']) if len(ordered) > limit else None",
        caught_by="test_lists.py::test_a_walk_while_rows_arrive_shows_each_row_once",
    ),
    Mutant(
        "a full last page promises another",
        "if len(ordered) > limit else None",
        "if len(shown) == limit else None",
        caught_by="test_lists.py::test_a_last_page_that_is_full_has_no_next",
    ),
    Mutant(
        "null due times come first when descending",
        "if left[0] is None or right[0] is None:\n                return 1 if left[0] is None else -1",
        "if left[0] is None or right[0] is None:\n                return 1 if (left[0] is None) != descending else -1",
        caught_by="test_listing.py::test_tasks_without_a_due_time_come_last_both_ways",
    ),
    Mutant(
        "priorities sort by their letters",
        'return PRIORITIES.index(task.priority) if name == "priority" else getattr(task, name)',
        "return getattr(task, name)",
        caught_by="test_listing.py::test_priorities_sort_by_what_they_mean",
    ),
    Mutant(
        "the oldest task comes first by default",
        'default="-created_at")',
        'default="created_at")',
        caught_by="test_listing.py::test_the_newest_task_comes_first_by_default",
    ),
    Mutant(
        "one of several labels is enough",
        "            mine = [task for task in mine if label in task.labels]",
        '            mine = [task for task in mine if set(query["label"]) & set(task.labels)]',
        caught_by="test_listing.py::test_filters_choose_the_tasks_that_match_them_all",
    ),
    Mutant(
        "due_before includes the moment itself",
        "task.due_at < before]",
        "task.due_at <= before]",
        caught_by="test_listing.py::test_filters_choose_the_tasks_that_match_them_all",
    ),
    Mutant(
        "q minds its case",
        'wanted = query_value(query, "q", text(0, 200)).casefold()\n'
        '            mine = [task for task in mine if wanted in f"{task.title}\\0{task.description}".casefold()]',
        'wanted = query_value(query, "q", text(0, 200))\n'
        '            mine = [task for task in mine if wanted in f"{task.title}\\0{task.description}"]',
        caught_by="test_listing.py::test_q_finds_text_in_title_and_description_whatever_its_case",
    ),
    Mutant(
        "q is a pattern",
        'if wanted in f"{task.title}\\0{task.description}".casefold()]',
        'if re.search(wanted.replace("%", ".*").replace("_", "."), f"{task.title}\\0{task.description}".casefold())]',
        caught_by="test_listing.py::test_q_finds_text_in_title_and_description_whatever_its_case",
    ),
    Mutant(
        "the link forgets the filters",
        'others = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]',
        'others = [("limit", page_size(request))]',
        caught_by="test_listing.py::test_the_link_keeps_the_filters",
    ),
    Mutant(
        "there is no link to the next page",
        'headers["Link"] = f\'<{target}>; rel="next"\'',
        "assert target",
        caught_by="test_lists.py::test_the_next_page_is_linked_as_rfc_8288_has_it",
    ),
    # Values
    Mutant(
        "unknown members are passed over",
        'self.errors += [(f"/{escaped(name)}", "is not known") for name in self.members]',
        "self.errors += []",
        caught_by="test_tasks.py::test_a_task_refuses_members_that_are_the_servers",
    ),
    Mutant(
        "labels come back as they were sent",
        "return sorted({text(1, 50)(each) for each in value})",
        "return [text(1, 50)(each) for each in value]",
        caught_by="test_tasks.py::test_labels_come_back_sorted_and_once",
    ),
    Mutant(
        "a time without an offset is taken for UTC",
        '([Zz]|[+-]\\d\\d:\\d\\d)"',
        '([Zz]|[+-]\\d\\d:\\d\\d)?"',
        caught_by="test_tasks.py::test_a_due_time_that_is_no_rfc_3339_is_422",
    ),
    Mutant(
        "a color may end in a line break",
        'if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):',
        'if not isinstance(value, str) or not re.match(r"^#[0-9a-fA-F]{6}$", value):',
        caught_by="test_projects.py::test_a_project_refuses_another_color",
    ),
    Mutant(
        "lengths are counted in UTF-16",
        "if not minimum <= len(value) <= maximum:",
        'if not minimum <= len(value.encode("utf-16-le", "surrogatepass")) // 2 <= maximum:',
        caught_by="test_tasks.py::test_a_title_of_1_to_200_characters_is_kept",
    ),
    Mutant(
        "what is done counts as overdue",
        "and task.status in STATUSES[:2]]",
        "and task.status in STATUSES[:3]]",
        caught_by="test_reports.py::test_overdue_are_open_tasks_whose_time_has_passed",
    ),
    # Accounts
    Mutant(
        "a refresh token can be used again",
        "found.used = True",
        "found.used = False",
        caught_by="test_accounts.py::test_a_refresh_token_used_twice_ends_its_family",
    ),
    Mutant(
        "a refresh token used twice ends itself alone",
        "if found.used:\n            self.revoke(found.family)\n",
        "if found.used:\n",
        caught_by="test_accounts.py::test_a_refresh_token_used_twice_ends_its_family",
    ),
    Mutant(
        "signing out ends nothing",
        "if found is not None:\n            self.revoke(found.family)",
        "if found is not None:\n            assert found.family",
        caught_by="test_accounts.py::test_signing_out_ends_the_session_and_can_be_repeated",
    ),
    Mutant(
        "e-mail addresses differ in case",
        "if address.casefold() in self.by_email:",
        "if address in self.by_email:",
        caught_by="test_accounts.py::test_an_email_that_is_taken_is_409_whatever_its_case",
    ),
    Mutant(
        "an unknown account is answered at once",
        "known = hashed or _NOBODY\n",
        "if hashed is None:\n        return False\n    known = hashed\n",
        caught_by="test_sign_in.py::test_a_wrong_password_and_an_unknown_account_take_like_time",
    ),
    Mutant(
        "an unknown account is told apart",
        "if not password_matches(password, user.password if user else None) or user is None:",
        "if user is None:\n            raise Refused(401, 'Unknown account.', headers={'WWW-Authenticate': 'Bearer'})\n"
        "        if not password_matches(password, user.password):",
        caught_by="test_sign_in.py::test_a_wrong_password_and_an_unknown_account_get_the_same_answer",
    ),
    # Rules common to all projects
    Mutant(
        "expired tokens are accepted",
        'if claims["exp"] <= time.time():',
        'if claims["exp"] <= 0:',
        caught_by="test_tokens.py::test_an_expired_token_is_401",
    ),
    Mutant(
        "alg none is accepted",
        'if json.loads(_decode(header)).get("alg") != "HS256":\n        raise ValueError("another algorithm")\n    if not',
        'algorithm = str(json.loads(_decode(header)).get("alg")).lower()\n    if algorithm != "none" and not',
        caught_by="test_tokens.py::test_a_token_without_a_signature_is_401",
    ),
    Mutant(
        "signatures are not checked",
        'if not hmac.compare_digest(_decode(signature), _signature(secret, f"{header}.{payload}")):',
        "if not signature:",
        caught_by="test_tokens.py::test_a_token_signed_with_another_key_is_401",
    ),
    Mutant(
        "a 401 does not say how to authenticate",
        'return Refused(401, "A valid token is needed.", headers={"WWW-Authenticate": scheme})',
        'return Refused(401, f"A valid {scheme} token is needed.")',
        caught_by="test_tokens.py::test_a_request_without_a_token_is_401",
    ),
    Mutant(
        "sign-in is not limited for an address",
        'self.seen[f"address {address}"].append(now)\n',
        "assert address\n",
        caught_by="test_sign_in.py::test_ten_failures_from_one_address_are_followed_by_429",
    ),
    Mutant(
        "sign-in is not limited for an account",
        'self.seen[f"account {account.casefold()}"].append(now)\n',
        "assert account\n",
        caught_by="test_sign_in.py::test_ten_failures_for_one_account_are_followed_by_429_from_anywhere",
    ),
    Mutant(
        "the address is taken from a header",
        'return request.client.host if request.client else "unknown"',
        'return request.headers.get("x-forwarded-for") or (request.client.host if request.client else "unknown")',
        caught_by="test_sign_in.py::test_an_address_cannot_be_made_up_in_a_header",
    ),
    Mutant(
        "short passwords are accepted",
        "text(8, 128)",
        "text(1, 128)",
        caught_by="test_sign_in.py::test_a_password_of_another_length_is_422",
    ),
    Mutant(
        "long passwords are cut",
        "return salt + hashlib.scrypt(password.encode(),",
        "return salt + hashlib.scrypt(password.encode()[:72],",
        caught_by="test_sign_in.py::test_passwords_of_8_to_128_characters_work",
    ),
    Mutant(
        "answers may be sniffed",
        'headers["X-Content-Type-Options"] = "nosniff"',
        "assert headers",
        caught_by="test_requests.py::test_errors_of_every_kind_carry_the_request_id_and_nosniff",
    ),
    Mutant(
        "a caller's request id is passed over",
        "return offered\n    return str(uuid.uuid4())",
        "pass\n    return str(uuid.uuid4())",
        caught_by="test_requests.py::test_a_callers_request_id_comes_back",
    ),
    Mutant(
        "any request id comes back",
        "if offered and len(offered) <= 128 and",
        "if offered and",
        caught_by="test_requests.py::test_an_unfit_request_id_is_replaced",
    ),
    Mutant(
        "a chunked body has no limit",
        "if len(body) > MAX_BODY:",
        "if len(body) > 100 * MAX_BODY:",
        caught_by="test_requests.py::test_a_chunked_body_over_one_mib_is_413",
    ),
    Mutant(
        "any body is read as JSON",
        'if request.headers.get("content-type", "").split(";")[0].strip().lower() not in accepted:',
        "if not accepted:",
        caught_by="test_requests.py::test_another_media_type_than_json_is_415",
    ),
    Mutant(
        "NUL is kept",
        '"\\0" in value or any(',
        "any(",
        caught_by="test_requests.py::test_nul_in_text_is_422",
    ),
    Mutant(
        "a deep body is a server error",
        "except (ValueError, RecursionError):\n        raise Refused(400",
        "except ValueError:\n        raise Refused(400",
        caught_by="test_requests.py::test_a_deeply_nested_body_is_refused",
    ),
    Mutant(
        "every origin is allowed",
        'if origin in self.origins:\n                    headers["Access-Control-Allow-Origin"] = origin',
        'if origin:\n                    headers["Access-Control-Allow-Origin"] = origin',
        caught_by="test_cors.py::test_no_origin_is_allowed_by_default",
    ),
    Mutant(
        "an origin is allowed by how it begins",
        'if origin in self.origins:\n                    headers["Access-Control-Allow-Origin"] = origin',
        "if any(origin.startswith(each) for each in self.origins):\n"
        '                    headers["Access-Control-Allow-Origin"] = origin',
        caught_by="test_cors.py::test_only_the_origins_of_the_settings_are_allowed",
    ),
    Mutant(
        "production starts with a known secret",
        "(len(secret_key) < 32 or secret_key == DEVELOPMENT_SECRET)",
        "len(secret_key) < 32",
        caught_by="test_process.py::test_production_does_not_start_with_a_secret_from_the_repository",
    ),
    Mutant(
        "production starts with a short secret",
        "(len(secret_key) < 32 or secret_key == DEVELOPMENT_SECRET)",
        "secret_key in ('', DEVELOPMENT_SECRET)",
        caught_by="test_process.py::test_production_does_not_start_without_a_real_secret",
    ),
    Mutant(
        "SIGTERM cuts requests off",
        "timeout_graceful_shutdown=10,",
        "timeout_graceful_shutdown=0,",
        caught_by="test_process.py::test_sigterm_lets_a_request_in_flight_finish_and_exits_0",
    ),
    Mutant(
        "a server that is stopped exits with the signal",
        "signal.signal(signal.SIGTERM, leave)\n",
        "assert signal and leave\n",
        caught_by="test_process.py::test_sigterm_does_not_wait_for_an_idle_connection",
    ),
    Mutant(
        "healthz asks the database",
        'resource("/healthz", GET=healthz)',
        'resource("/healthz", GET=readyz)',
        caught_by="test_operations.py::test_without_its_database_a_server_is_alive_but_not_ready",
    ),
    Mutant(
        "readyz does not ask the database",
        'resource("/readyz", GET=readyz)',
        'resource("/readyz", GET=healthz)',
        caught_by="test_operations.py::test_without_its_database_a_server_is_alive_but_not_ready",
    ),
    Mutant(
        "docs are loaded from elsewhere",
        'TRY_OUT = """',
        'TRY_OUT = """<script src="https://cdn.example/reference.js"></script>',
        caught_by="test_operations.py::test_docs_is_an_interactive_page_that_needs_no_other_host",
    ),
]
