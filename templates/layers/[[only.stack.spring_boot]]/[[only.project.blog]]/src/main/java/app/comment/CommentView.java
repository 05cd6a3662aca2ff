package app.comment;

import app.profile.Profile;
import java.time.Instant;

/** What a viewer sees of a comment. */
record CommentView(Long id, Instant createdAt, Instant updatedAt, String body, Profile author) {}
