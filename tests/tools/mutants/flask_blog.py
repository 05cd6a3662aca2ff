"""Mutants of the blog in Flask."""

from tests.tools.mutants import Mutant

MUTANTS = [
    # Ownership and access
    Mutant(
        "anyone can change an article",
        "flask",
        "app/articles/routes.py",
        "if article.author_id != get_current_user().id:",
        "if article.author_id is None:",
        contract="blog/test_articles.py::test_someone_elses_article_cannot_be_changed",
    ),
    Mutant(
        "anyone can delete an article",
        "flask",
        "app/articles/routes.py",
        "    queries.delete_article(get_session(), find_my_article(slug))",
        "    session = get_session()\n"
        "    queries.delete_article(session, queries.find_article(session, queries.find_article_id(session, slug)))",
        contract="blog/test_articles.py::test_someone_elses_article_cannot_be_deleted",
    ),
    Mutant(
        "anyone can delete a comment",
        "flask",
        "app/comments/routes.py",
        "if comment.author_id != get_current_user().id:",
        "if comment.author_id is None:",
        contract="blog/test_comments.py::test_someone_elses_comment_cannot_be_deleted",
    ),
    Mutant(
        "a comment is found under any article",
        "flask",
        "app/comments/queries.py",
        "Comment.id == comment_id, Comment.article_id == article_id)",
        "Comment.id == comment_id)",
        contract="blog/test_comments.py::test_a_comment_is_only_found_under_its_own_article",
    ),
    Mutant(
        "unfollowing removes every follower",
        "flask",
        "app/profiles/queries.py",
        "Follow.follower_id == follower_id, Follow.followed_id == followed_id)",
        "Follow.followed_id == followed_id)",
        contract="blog/test_profiles.py::test_unfollowing_does_not_affect_other_follows",
    ),
    Mutant(
        "favourites do not ask who is calling",
        "flask",
        "app/articles/favorites.py",
        "blueprint.before_request(require_user)\n",
        "",
        contract="blog/test_access.py::test_without_a_token_401_takes_precedence_over_404",
    ),
    Mutant(
        "the feed is an article too",
        "flask",
        "app/articles/routes.py",
        "(?!feed\\Z)[^/]+",
        "[^/]+",
        contract="common/test_methods.py::test_a_wrong_method_is_405_with_exactly_the_allowed_methods",
    ),
    # Accounts
    Mutant(
        "the Bearer scheme is rejected",
        "flask",
        "app/accounts/current_user.py",
        'SCHEMES = ("token", "bearer")',
        'SCHEMES = ("token",)',
        contract="blog/test_users.py::test_a_token_is_accepted_with_the_token_and_bearer_schemes",
    ),
    Mutant(
        "tokens are valid for a year",
        "flask",
        "app/accounts/sessions.py",
        "LIFETIME = timedelta(days=1)",
        "LIFETIME = timedelta(days=365)",
        contract="blog/test_users.py::test_a_token_is_valid_for_a_day",
    ),
    Mutant(
        "a taken name is reported as a taken email",
        "flask",
        "app/accounts/users.py",
        'taken = "email" if session.scalar(namesake) is None else "username"',
        'taken = "email"',
        contract="blog/test_users.py::test_a_username_is_unique",
    ),
    Mutant(
        "concurrent renames to one name are a server error",
        "flask",
        "app/accounts/users.py",
        "    except IntegrityError:\n        session.rollback()",
        "    except ZeroDivisionError:\n        session.rollback()",
        contract="blog/test_races.py::test_of_many_concurrent_renames_to_a_name_one_succeeds",
    ),
    Mutant(
        "the password is ignored if the email changes too",
        "flask",
        "app/accounts/routes.py",
        "    if fields.password is not MISSING:",
        "    if fields.password is not MISSING and not (user.id and fields.email is not MISSING):",
        contract="blog/test_users.py::test_a_change_of_email_and_password_changes_both",
    ),
    Mutant(
        "tokens survive a new password",
        "flask",
        "app/accounts/routes.py",
        "        user.token_subject = uuid4()\n",
        "",
        contract="blog/test_passwords_and_tokens.py::test_a_new_password_revokes_every_earlier_token",
    ),
    Mutant(
        "any account update revokes all tokens",
        "flask",
        "app/accounts/routes.py",
        "        user.token_subject = uuid4()\n",
        "    user.token_subject = uuid4()\n",
        contract="blog/test_passwords_and_tokens.py::test_other_changes_revoke_no_token",
    ),
    Mutant(
        "signing in is case-sensitive",
        "flask",
        "app/accounts/users.py",
        "User.email_key == email_key(email)",
        "User.email == email",
        contract="blog/test_users.py::test_signing_in_ignores_the_case_of_the_email",
    ),
    Mutant(
        "an invalid token is rejected where it is optional",
        "flask",
        "app/accounts/current_user.py",
        "scheme.lower() not in SCHEMES:\n        return None",
        "scheme.lower() not in SCHEMES:\n"
        "        if get_authorization():\n"
        '            raise Unauthenticated("is invalid")\n'
        "        return None",
        contract="blog/test_passwords_and_tokens.py::test_where_a_token_is_optional_an_invalid_one_counts_as_none",
    ),
    Mutant(
        "of two people with one name, one gets no account",
        "flask",
        "app/providers/identities.py",
        "for _ in range(2):",
        "for _ in range(1):",
        contract="common/test_provider_sign_in.py::test_people_of_one_name_at_once_all_get_accounts",
    ),
    # Profiles
    Mutant(
        "following twice is a server error",
        "flask",
        "app/profiles/queries.py",
        'insert_missing(session, Follow, [{"follower_id": follower_id, "followed_id": followed_id}])',
        "session.add(Follow(follower_id=follower_id, followed_id=followed_id))",
        contract="blog/test_profiles.py::test_following_twice_is_the_same_as_following_once",
    ),
    # Articles and comments
    Mutant(
        "two updates within a second have the same updatedAt",
        "flask",
        "app/articles/writing.py",
        "max(now(), previous + timedelta(milliseconds=1))",
        "now().replace(microsecond=0)",
        contract="blog/test_articles.py::test_updated_at_changes_with_every_update_and_created_at_never",
    ),
    Mutant(
        "a favourite changes updatedAt",
        "flask",
        "app/articles/queries.py",
        "    except IntegrityError:\n",
        "        from sqlalchemy import update\n"
        "        from app.database import now\n"
        "\n"
        "        session.execute(update(Article).where(Article.id == article_id).values(updated_at=now()))\n"
        "    except IntegrityError:\n",
        contract="blog/test_favorites.py::test_a_favourite_does_not_change_the_article",
    ),
    Mutant(
        "the slug never changes",
        "flask",
        "app/articles/writing.py",
        'if fields.get("title", article.title) == article.title:',
        "if article.title:",
        contract="blog/test_articles.py::test_the_slug_changes_with_the_title",
    ),
    Mutant(
        "a taken slug undoes what was written before",
        "flask",
        "app/articles/writing.py",
        "with suppress(IntegrityError), session.begin_nested():",
        "with suppress(IntegrityError):",
        contract="blog/test_articles.py::test_two_articles_with_the_same_title_get_different_slugs",
    ),
    Mutant(
        "an omitted tag list clears the tags",
        "flask",
        "app/articles/writing.py",
        "        if changes.tag_list is not MISSING:\n"
        "            session.execute(delete(ArticleTag).where(ArticleTag.article_id == article.id))\n",
        "        session.execute(delete(ArticleTag).where(ArticleTag.article_id == article.id))\n"
        "        if changes.tag_list is not MISSING:\n",
        contract="blog/test_articles.py::test_omitted_tags_are_kept_and_an_empty_list_clears_them",
    ),
    Mutant(
        "an existing tag is a server error",
        "flask",
        "app/articles/writing.py",
        "insert_missing(session, Tag, [{",
        "session.execute(insert(Tag), [{",
        contract="blog/test_tags.py::test_tags_are_listed_once_and_sorted",
    ),
    Mutant(
        "a tag without articles is listed",
        "flask",
        "app/articles/queries.py",
        ".where(exists().where(ArticleTag.tag_id == Tag.id))",
        "",
        contract="blog/test_tags.py::test_a_tag_without_articles_is_not_listed",
    ),
    Mutant(
        "an update overwrites concurrent updates",
        "flask",
        "app/articles/writing.py",
        "changes.model_dump(exclude={",
        '{"description": article.description, "body": article.body, "title": article.title} | changes.model_dump(exclude={',
        contract="blog/test_races.py::test_concurrent_updates_of_different_fields_are_all_stored",
    ),
    Mutant(
        "every article shows all comments",
        "flask",
        "app/comments/queries.py",
        "comments = comments_for(viewer_id).where(Comment.article_id == article_id)",
        "comments = comments_for(viewer_id)",
        contract="blog/test_comments.py::test_comments_are_listed_newest_first_with_unique_ids",
    ),
    # Lists
    Mutant(
        "any limit is accepted",
        "flask",
        "app/articles/filters.py",
        "Field(ge=1, le=100)",
        "Field(ge=0)",
        contract="blog/test_lists.py::test_an_invalid_limit_or_offset_is_rejected",
    ),
    Mutant(
        "articlesCount only counts the page",
        "flask",
        "app/articles/reading.py",
        '"articles_count": count',
        '"articles_count": len(fields)',
        contract="blog/test_lists.py::test_articles_are_listed_newest_first_without_gaps_between_pages",
    ),
]
