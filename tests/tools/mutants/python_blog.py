"""Mutants of the blog in Python. The stacks that render a file take turns."""

from tests.tools.mutants import Mutant

MUTANTS = [
    # Ownership
    Mutant(
        "a client can set the slug of an article",
        "python",
        "app/articles/schemas.py",
        "class ArticleChanges(Body):",
        "class ArticleChanges(Body, extra='allow'):",
        contract="blog/test_input.py::test_unknown_properties_of_articles_are_ignored",
    ),
    # Accounts
    Mutant(
        "a null username is ignored",
        "python",
        "app/accounts/schemas.py",
        "    username: Username | MISSING = MISSING\n",
        "    username: Username | MISSING | None = MISSING\n",
        contract="blog/test_users.py::test_a_user_cannot_blank_name_email_or_password",
    ),
    Mutant(
        "a username can contain a slash",
        "python",
        "app/accounts/schemas.py",
        "matching(USERNAME), ",
        "",
        contract="blog/test_users.py::test_a_username_that_does_not_work_in_a_path_is_rejected",
    ),
    Mutant(
        "a number is accepted as text",
        "python",
        "app/schemas.py",
        "alias_generator=to_camel, strict=True",
        "alias_generator=to_camel, coerce_numbers_to_str=True",
        contract="blog/test_input.py::test_a_value_of_the_wrong_type_is_rejected",
    ),
    # Articles
    Mutant(
        "an article titled feed is hidden by the feed",
        "python",
        "app/articles/slugs.py",
        'RESERVED = {"", "feed"}',
        'RESERVED = {""}',
        contract="blog/test_articles.py::test_an_article_titled_feed_does_not_hide_the_feed",
    ),
    Mutant(
        "deleting an article keeps its tags",
        "sqlalchemy",
        "app/drivers.py",
        "foreign_keys = ON",
        "foreign_keys = OFF",
        contract="blog/test_tags.py::test_a_tag_without_articles_is_not_listed",
    ),
    Mutant(
        "a long title makes a slug longer than its column",
        "python",
        "app/articles/slugs.py",
        "[:MOST_CHARACTERS]",
        "",
        contract="blog/test_input.py::test_a_long_title_has_a_slug",
    ),
    # Lists
    Mutant(
        "limit is ignored",
        "sqlalchemy",
        "app/articles/listing.py",
        "shown.limit(page.limit)",
        "shown.limit(20)",
        contract="blog/test_lists.py::test_articles_are_listed_newest_first_without_gaps_between_pages",
    ),
    Mutant(
        "articles are sorted by update time",
        "sqlalchemy",
        "app/articles/listing.py",
        "articles.order_by(Article.id.desc())",
        "articles.order_by(Article.updated_at.desc())",
        contract="blog/test_lists.py::test_an_update_does_not_move_an_article_in_the_list",
    ),
    Mutant(
        "anyone's favourite is shown as the reader's",
        "sqlalchemy",
        "app/articles/statements.py",
        "Favorite.article_id == Article.id, Favorite.user_id == viewer_id)",
        "Favorite.article_id == Article.id)",
        contract="blog/test_lists.py::test_lists_show_what_the_reader_likes_and_follows",
    ),
    Mutant(
        "the feed shows everyone's articles",
        "sqlalchemy",
        "app/profiles/statements.py",
        "select(Follow.followed_id).where(Follow.follower_id == user_id)",
        "select(User.id)",
        contract="blog/test_lists.py::test_the_feed_has_articles_by_followed_users_newest_first",
    ),
    # Concurrency, tokens and guests
    Mutant(
        "the error of a provider is about a resource",
        "python",
        "app/error_messages.py",
        '(HTTPStatus.BAD_GATEWAY, "provider")',
        '(HTTPStatus.BAD_GATEWAY, "resource")',
        contract="common/test_provider_failures.py::test_a_provider_that_talks_nonsense_is_502",
    ),
    # Accounts
    Mutant(
        "an empty bio stays empty",
        "python",
        "app/accounts/schemas.py",
        "AfterValidator(lambda value: value or None)",
        "AfterValidator(lambda value: value)",
        contract="blog/test_users.py::test_an_empty_bio_or_image_becomes_null",
    ),
    Mutant(
        "any text is accepted as an email",
        "python",
        "app/accounts/schemas.py",
        "StringConstraints(max_length=254), matching(ADDRESS), NotBlank]",
        "StringConstraints(max_length=254), NotBlank]",
        contract="blog/test_users.py::test_an_invalid_email_is_rejected",
    ),
    Mutant(
        "white space does not count as blank",
        "python",
        "app/schemas.py",
        "not is_visible(value)",
        "not value",
        contract="blog/test_articles.py::test_an_article_needs_title_description_and_body",
    ),
    Mutant(
        "a null title is ignored",
        "python",
        "app/articles/schemas.py",
        "title: Title | MISSING = MISSING",
        "title: Title | MISSING | None = MISSING",
        contract="blog/test_articles.py::test_the_fields_of_an_article_cannot_be_set_to_blank",
    ),
    Mutant(
        "of tags that look the same the last is stored",
        "python",
        "app/articles/schemas.py",
        "for tag in reversed(tags)}",
        "for tag in tags}",
        contract="blog/test_articles.py::test_of_tags_that_look_the_same_the_first_is_stored",
    ),
]
