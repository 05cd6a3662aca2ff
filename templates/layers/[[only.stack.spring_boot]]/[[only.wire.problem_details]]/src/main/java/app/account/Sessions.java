package app.account;

import app.failure.Failure;
import app.http.Times;
import app.security.Tokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sessions, each with a family of refresh tokens that are used once. */
@Service
public class Sessions {
  private static final Duration ACCESS_LIFETIME = Duration.ofMinutes(15);
  private static final Duration REFRESH_LIFETIME = Duration.ofDays(30);

  private final JdbcClient database;
  private final Users users;
  private final Tokens tokens;

  Sessions(JdbcClient database, Users users, Tokens tokens) {
    this.database = database;
    this.users = users;
    this.tokens = tokens;
  }

  /** Begins a session, and deletes the user's expired ones. */
  @Transactional
  public Session start(User user) {
    var now = Times.now();
    database
        .sql("DELETE FROM sign_ins WHERE user_id = ? AND expires_at <= ?")
        .params(user.id().toString(), Timestamp.from(now))
        .update();
    var family = UUID.randomUUID().toString();
    database
        .sql("INSERT INTO sign_ins (id, user_id, expires_at) VALUES (?, ?, ?)")
        .params(family, user.id().toString(), Timestamp.from(now.plus(REFRESH_LIFETIME)))
        .update();
    return session(user, family, addToken(family, now));
  }

  /**
   * Exchanges a token for the next of its family. A used one was stolen, so its whole family is
   * revoked.
   */
  @Transactional(noRollbackFor = Failure.class)
  public Session refresh(String refreshToken) {
    var now = Times.now();
    var family = familyOf(refreshToken).orElseThrow(Sessions::invalid);
    // This locks the family first, so that concurrent requests cannot deadlock.
    int found =
        database
            .sql("UPDATE sign_ins SET expires_at = ? WHERE id = ?")
            .params(Timestamp.from(now.plus(REFRESH_LIFETIME)), family)
            .update();
    if (found == 0) {
      throw invalid();
    }
    int used =
        database
            .sql(
                "UPDATE refresh_tokens SET used = ? WHERE token_hash = ? AND used = ? AND expires_at > ?")
            .params(true, Tokens.hash(refreshToken), false, Timestamp.from(now))
            .update();
    if (used == 0) {
      end(family);
      throw invalid();
    }
    return session(userOf(family), family, addToken(family, now));
  }

  /** Ends the session that a token belongs to. Unknown tokens are ignored. */
  public void logout(String refreshToken) {
    familyOf(refreshToken).ifPresent(this::end);
  }

  private void end(String family) {
    database.sql("DELETE FROM sign_ins WHERE id = ?").param(family).update();
  }

  private User userOf(String family) {
    var id =
        database
            .sql("SELECT user_id FROM sign_ins WHERE id = ?")
            .param(family)
            .query(String.class)
            .single();
    return users.findById(UUID.fromString(id)).orElseThrow(Sessions::invalid);
  }

  private Optional<String> familyOf(String refreshToken) {
    return database
        .sql("SELECT sign_in_id FROM refresh_tokens WHERE token_hash = ?")
        .param(Tokens.hash(refreshToken))
        .query(String.class)
        .optional();
  }

  private String addToken(String family, Instant now) {
    var token = Tokens.random();
    database
        .sql(
            "INSERT INTO refresh_tokens (token_hash, sign_in_id, expires_at, used) VALUES (?, ?, ?, ?)")
        .params(Tokens.hash(token), family, Timestamp.from(now.plus(REFRESH_LIFETIME)), false)
        .update();
    return token;
  }

  private Session session(User user, String family, String refreshToken) {
    var accessToken =
        tokens.sign(
            ACCESS_LIFETIME, claims -> claims.subject(user.id().toString()).claim("sid", family));
    return new Session(
        Session.UserView.of(user),
        accessToken,
        "Bearer",
        ACCESS_LIFETIME.toSeconds(),
        refreshToken);
  }

  private static Failure invalid() {
    return new Failure(
        Failure.Kind.UNAUTHENTICATED, "This refresh token is invalid. Sign in again.");
  }
}
