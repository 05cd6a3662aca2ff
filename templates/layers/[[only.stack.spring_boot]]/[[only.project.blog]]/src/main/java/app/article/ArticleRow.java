package app.article;

import app.profile.Profile;
import java.time.Instant;

/** What one query reads of an article. */
record ArticleRow(
    Long id,
    String slug,
    String title,
    String description,
    Instant createdAt,
    Instant updatedAt,
    boolean favorited,
    int favoritesCount,
    Profile author) {}
