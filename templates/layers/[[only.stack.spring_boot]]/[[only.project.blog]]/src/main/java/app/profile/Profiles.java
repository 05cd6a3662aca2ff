package app.profile;

import app.account.User;
import app.database.Inserts;
import app.failure.Failures;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What everybody sees of users, and who follows whom. */
@Service
public class Profiles {
  private final ProfileRepository profiles;
  private final JdbcClient database;
  private final Inserts inserts;

  Profiles(ProfileRepository profiles, JdbcClient database, Inserts inserts) {
    this.profiles = profiles;
    this.database = database;
    this.inserts = inserts;
  }

  Profile find(String username, UUID viewerId) {
    return profiles.find(username, viewerId).orElseThrow(() -> Failures.notFound("profile"));
  }

  /** Can be repeated. */
  public Profile follow(User follower, String username) {
    inserts.insertMissing(
        "INSERT INTO follows (follower_id, followed_id) SELECT ?, id FROM users WHERE username = ?",
        follower.id().toString(),
        username);
    return find(username, follower.id());
  }

  /** Can be repeated. */
  Profile unfollow(User follower, String username) {
    database
        .sql(
            """
            DELETE FROM follows
            WHERE follower_id = ? AND followed_id = (SELECT id FROM users WHERE username = ?)""")
        .params(follower.id().toString(), username)
        .update();
    return find(username, follower.id());
  }
}
