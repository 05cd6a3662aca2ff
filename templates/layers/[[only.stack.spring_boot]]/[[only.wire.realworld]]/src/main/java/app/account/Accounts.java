package app.account;

import app.database.DatabaseErrors;
import app.failure.Failure;
import app.failure.Failures;
import app.http.Times;
import app.security.Passwords;
import app.security.RateLimit;
import app.security.Tokens;
import app.settings.Settings;
import app.text.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The accounts of all users. */
@Service
public class Accounts {
  /** Where the operations are with which users sign in. */
  public static final String PREFIX = "/api/users";

  private static final Duration GUEST_LIFETIME = Duration.ofDays(1);

  /** It leaves space for what makes a name unique. */
  private static final int LONGEST_GIVEN_NAME = 50;

  private final Users users;
  private final Sessions sessions;
  private final Passwords passwords;
  private final TransactionTemplate transaction;
  private final DatabaseErrors databaseErrors;
  private final SampleData sampleData;
  private final boolean isDemo;
  private final RateLimit failedSignIns;
  private final RateLimit registrations;
  private final RateLimit guests;

  Accounts(
      Users users,
      Sessions sessions,
      Passwords passwords,
      TransactionTemplate transaction,
      DatabaseErrors databaseErrors,
      SampleData sampleData,
      Settings settings,
      Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.passwords = passwords;
    this.transaction = transaction;
    this.databaseErrors = databaseErrors;
    this.sampleData = sampleData;
    isDemo = settings.demo();
    failedSignIns = new RateLimit(10, clock);
    registrations = new RateLimit(60, clock);
    guests = new RateLimit(5, clock);
  }

  Session register(String username, String email, String password, String network) {
    registrations.count(network);
    return sessions.start(add(username, email, password));
  }

  Session login(String email, String password, String network) {
    var account = "account " + Emails.key(email);
    failedSignIns.count(account, network);
    var user = users.findByEmailKey(Emails.key(email));
    if (!passwords.matches(password, user.map(User::passwordHash).orElse(""))) {
      throw Failures.about(Failure.Kind.UNAUTHENTICATED, "credentials", "invalid");
    }
    failedSignIns.forget(account);
    failedSignIns.takeBack(network);
    return sessions.start(user.orElseThrow());
  }

  /** Creates an account with sample data, which is deleted after a day. */
  Session guest(String network) {
    if (!isDemo) {
      throw Failure.notFound();
    }
    guests.count(network);
    users.deleteGuestsBefore(Times.now().minus(GUEST_LIFETIME));
    // An address that cannot be guessed, and a password that nobody knows.
    var name = "guest-" + UUID.randomUUID();
    var hash = passwords.hash(Tokens.random());
    var user = insert(new User(name, name + "@guest.invalid", hash, true));
    sampleData.addTo(user);
    return sessions.start(user);
  }

  /** Others may change other fields of the account at the same time. */
  Session change(User caller, UserChange change) {
    // Nothing is locked while a password is hashed.
    var hash = change.password().isGiven() ? passwords.hash(change.password().value()) : null;
    try {
      return transaction.execute(
          _ -> {
            var user = users.lock(caller.id()).orElseThrow(AccessTokens::invalid);
            change.applyTo(user);
            if (hash != null) {
              user.changePassword(hash);
            }
            return sessions.start(users.saveAndFlush(user));
          });
    } catch (NestedRuntimeException e) {
      var newName = change.username().isGiven() ? change.username().value() : caller.username();
      boolean isRenamed = !Text.compared(newName).equals(Text.compared(caller.username()));
      throw databaseErrors.isDuplicate(e) ? taken(isRenamed ? newName : null) : e;
    }
  }

  /** Creates an account. */
  public User add(String username, String email, String password) {
    return insert(new User(username, email, passwords.hash(password), false));
  }

  /** Creates an account without a password, for somebody at a provider. */
  @Transactional
  public User addForPerson(String email, String name) {
    var mailbox = email.substring(0, email.indexOf('@'));
    var username =
        Stream.of(name, mailbox)
            .map(Accounts::usernameLike)
            .filter(Text::isVisible)
            .findFirst()
            .orElse("user");
    if (users.existsByUsernameKey(Text.compared(username))) {
      username += "-" + UUID.randomUUID().toString().substring(0, 8);
    }
    return insert(new User(username, email, "", false));
  }

  /** The text as it can stand in the path of a profile. */
  private static String usernameLike(String text) {
    var joined = text.replaceAll("[\\p{IsWhite_Space}/]+", "-");
    var plain = Text.withoutControl(joined).replaceAll("^[-.]+", "");
    return Text.first(plain, LONGEST_GIVEN_NAME).replaceAll("[-.]+$", "");
  }

  /** Whether an account can have this address. */
  public static boolean canHave(String email) {
    return Emails.isEmail(email);
  }

  /** Whether there is an account with this e-mail address and password. */
  public boolean matches(String email, String password) {
    return users
        .findByEmailKey(Emails.key(email))
        .filter(user -> passwords.matches(password, user.passwordHash()))
        .isPresent();
  }

  /** Whether a name is free is known when it is inserted: checking before would be a race. */
  private User insert(User user) {
    try {
      return users.saveAndFlush(user);
    } catch (NestedRuntimeException e) {
      throw databaseErrors.isDuplicate(e) ? taken(user.username()) : e;
    }
  }

  /** If it is not the new name, it is the address that somebody else has. */
  private Failure taken(String newName) {
    boolean isName = newName != null && users.hasUsernameKey(Text.compared(newName));
    return Failures.about(
        Failure.Kind.CONFLICT, isName ? "username" : "email", "has already been taken");
  }
}
