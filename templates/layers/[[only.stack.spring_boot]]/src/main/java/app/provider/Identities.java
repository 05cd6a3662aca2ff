package app.provider;

import app.account.Accounts;
import app.account.Users;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.http.Times;
import app.security.Tokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.NestedRuntimeException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** People at providers and their accounts, and what a sign-in leaves in the database on its way. */
@Repository
class Identities {
  private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);

  private final JdbcClient database;
  private final TransactionTemplate transaction;
  private final DatabaseErrors databaseErrors;
  private final Accounts accounts;
  private final Users users;

  Identities(
      JdbcClient database,
      TransactionTemplate transaction,
      DatabaseErrors databaseErrors,
      Accounts accounts,
      Users users) {
    this.database = database;
    this.transaction = transaction;
    this.databaseErrors = databaseErrors;
    this.accounts = accounts;
    this.users = users;
  }

  /** A word for the page. */
  static class RefusalException extends Exception {
    RefusalException(String word) {
      super(word);
    }
  }

  /**
   * Is called before the provider is asked, so that a callback that is sent many times asks it
   * once.
   */
  void useState(String state) {
    var now = Times.now();
    database
        .sql("DELETE FROM provider_callbacks WHERE created_at < ?")
        .param(Timestamp.from(now.minus(AttemptCookies.LIFETIME)))
        .update();
    try {
      database
          .sql("INSERT INTO provider_callbacks (state_hash, created_at) VALUES (?, ?)")
          .params(Tokens.hash(state), Timestamp.from(now))
          .update();
    } catch (NestedRuntimeException e) {
      if (databaseErrors.isDuplicate(e)) {
        throw new Failure(Failure.Kind.START_AGAIN, "This state was used. Start to sign in again.");
      }
      throw e;
    }
  }

  String handOutCode(String state, UUID userId) {
    var code = Tokens.random();
    database
        .sql("UPDATE provider_callbacks SET code_hash = ?, user_id = ? WHERE state_hash = ?")
        .params(Tokens.hash(code), userId.toString(), Tokens.hash(state))
        .update();
    return code;
  }

  /** The user of a code, which works once. */
  UUID useCode(String code, String state) {
    var user =
        database
            .sql("SELECT user_id FROM provider_callbacks WHERE state_hash = ? AND code_hash = ?")
            .params(Tokens.hash(state), Tokens.hash(code))
            .query(String.class)
            .optional();
    int used =
        database
            .sql(
                """
                UPDATE provider_callbacks SET code_hash = NULL
                WHERE state_hash = ? AND code_hash = ? AND created_at > ?""")
            .params(
                Tokens.hash(state),
                Tokens.hash(code),
                Timestamp.from(Times.now().minus(CODE_LIFETIME)))
            .update();
    return user.filter(_ -> used == 1)
        .map(UUID::fromString)
        .orElseThrow(
            () ->
                new Failure(
                    Failure.Kind.START_AGAIN,
                    "This code is unknown, used or expired. Start to sign in again."));
  }

  /**
   * The account that is linked to this person, or a new one. It is found by issuer and subject,
   * never by e-mail.
   */
  UUID accountOf(Person person) throws RefusalException {
    var linked = linkedTo(person);
    if (linked.isPresent()) {
      return linked.get();
    }
    if (!Accounts.canHave(person.email())) {
      throw new RefusalException("email_not_verified");
    }
    // Twice, because at the same moment another person may get the same name.
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        return transaction.execute(_ -> addAccountOf(person));
      } catch (Failure | NestedRuntimeException e) {
        if (e instanceof NestedRuntimeException && !databaseErrors.isDuplicate(e)) {
          throw e;
        }
        // Another browser of the same person may have been faster.
        var added = linkedTo(person);
        if (added.isPresent()) {
          return added.get();
        }
      }
    }
    throw new RefusalException("account_exists");
  }

  private UUID addAccountOf(Person person) {
    var user = accounts.addForPerson(person.email(), person.name());
    add(person, user.id());
    return user.id();
  }

  void link(Person person, UUID userId) throws RefusalException {
    try {
      add(person, userId);
    } catch (NestedRuntimeException e) {
      if (!databaseErrors.isDuplicate(e) && !databaseErrors.isOrphan(e)) {
        throw e;
      }
      if (!linkedTo(person).equals(Optional.of(userId))) {
        throw new RefusalException("already_linked");
      }
    }
  }

  /** Keeps the last way to sign in to the account. */
  @Transactional
  public void unlink(UUID userId, String issuer, List<String> issuers) {
    // Of two providers that are unlinked at once, the second one waits here.
    var user = users.lock(userId).orElseThrow(Failure::notFound);
    database
        .sql("DELETE FROM identities WHERE user_id = ? AND issuer = ?")
        .params(userId.toString(), issuer)
        .update();
    boolean hasOther = issuers.stream().anyMatch(other -> isLinked(userId, other));
    if (user.passwordHash().isEmpty() && !hasOther) {
      throw new Failure(
          Failure.Kind.LAST_WAY_IN, "This is the only way to sign in to the account.");
    }
  }

  boolean isLinked(UUID userId, String issuer) {
    return database
            .sql("SELECT count(*) FROM identities WHERE user_id = ? AND issuer = ?")
            .params(userId.toString(), issuer)
            .query(Long.class)
            .single()
        > 0;
  }

  private Optional<UUID> linkedTo(Person person) {
    return database
        .sql("SELECT user_id FROM identities WHERE issuer = ? AND subject = ?")
        .params(person.issuer(), person.subject())
        .query(String.class)
        .optional()
        .map(UUID::fromString);
  }

  private void add(Person person, UUID userId) {
    database
        .sql("INSERT INTO identities (issuer, subject, user_id, created_at) VALUES (?, ?, ?, ?)")
        .params(person.issuer(), person.subject(), userId.toString(), Timestamp.from(Times.now()))
        .update();
  }
}
