package app.idempotency;

import app.account.User;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.http.Times;
import app.security.Tokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives a repeated request with an Idempotency-Key the same response, and executes it once. */
@Service
public class Idempotency {
  private static final Duration KEPT_FOR = Duration.ofDays(1);

  /** After this time, the process that claimed a key must have died during the request. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(1);

  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final DatabaseErrors databaseErrors;

  Idempotency(JdbcClient database, TransactionTemplate transaction, DatabaseErrors databaseErrors) {
    this.database = database;
    this.transaction = transaction;
    this.databaseErrors = databaseErrors;
  }

  /** A response that can be repeated. */
  public record Answer(String location, String etag, String body) {}

  private record Claim(String user, String key, String fingerprint) {}

  private record Stored(String fingerprint, String location, String etag, String body) {}

  /**
   * Does the work in a transaction, unless it has been done with this key.
   *
   * @param key the header, or null
   * @param body what has to be the same
   */
  public Answer once(User caller, String key, String body, Supplier<Answer> work) {
    if (key == null) {
      return transaction.execute(_ -> work.get());
    }
    if (!KEY.matcher(key).matches()) {
      throw Failure.invalid("/Idempotency-Key", "It is 1 to 255 printable ASCII characters.");
    }
    var claim = new Claim(caller.id().toString(), key, Tokens.hash(body));
    deleteExpired(claim.user());
    if (!insert(claim)) {
      return answerOf(claim);
    }
    try {
      return transaction.execute(
          _ -> {
            var done = work.get();
            save(claim, done);
            return done;
          });
    } catch (RuntimeException e) {
      release(claim);
      throw e;
    }
  }

  /** Whether the key was free. */
  private boolean insert(Claim claim) {
    try {
      database
          .sql(
              """
              INSERT INTO idempotent_requests (user_id, idempotency_key, fingerprint, started_at)
              VALUES (?, ?, ?, ?)""")
          .params(claim.user(), claim.key(), claim.fingerprint(), Timestamp.from(Times.now()))
          .update();
      return true;
    } catch (NestedRuntimeException e) {
      if (databaseErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private Answer answerOf(Claim claim) {
    var stored =
        database
            .sql(
                """
                SELECT fingerprint, location, etag, body FROM idempotent_requests
                WHERE user_id = ? AND idempotency_key = ?""")
            .params(claim.user(), claim.key())
            .query(Stored.class)
            .optional();
    if (stored.isPresent() && !stored.get().fingerprint().equals(claim.fingerprint())) {
      throw Failure.invalid("/Idempotency-Key", "This key was used with a different body.");
    }
    return stored
        .filter(each -> each.body() != null)
        .map(each -> new Answer(each.location(), each.etag(), each.body()))
        .orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.CONFLICT,
                    "The first request with this Idempotency-Key is still running. Try again."));
  }

  private void deleteExpired(String user) {
    Instant now = Times.now();
    database
        .sql(
            """
            DELETE FROM idempotent_requests
            WHERE user_id = ? AND (started_at < ? OR body IS NULL AND started_at < ?)""")
        .params(
            user, Timestamp.from(now.minus(KEPT_FOR)), Timestamp.from(now.minus(GIVEN_UP_AFTER)))
        .update();
  }

  private void save(Claim claim, Answer done) {
    database
        .sql(
            """
            UPDATE idempotent_requests SET location = ?, etag = ?, body = ?
            WHERE user_id = ? AND idempotency_key = ?""")
        .params(done.location(), done.etag(), done.body(), claim.user(), claim.key())
        .update();
  }

  private void release(Claim claim) {
    database
        .sql(
            """
            DELETE FROM idempotent_requests
            WHERE user_id = ? AND idempotency_key = ? AND body IS NULL""")
        .params(claim.user(), claim.key())
        .update();
  }
}
