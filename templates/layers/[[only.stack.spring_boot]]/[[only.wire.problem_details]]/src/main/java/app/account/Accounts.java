package app.account;

import app.database.DatabaseErrors;
import app.failure.Failure;
import app.http.Times;
import app.security.Passwords;
import app.security.RateLimit;
import app.settings.Settings;
import app.text.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The accounts of all users. */
@Service
public class Accounts {
  /** Where the operations are that need no access token. */
  public static final String PREFIX = "/api/v1/auth";

  private static final Duration GUEST_LIFETIME = Duration.ofDays(1);

  private final Users users;
  private final Sessions sessions;
  private final Passwords passwords;
  private final DatabaseErrors databaseErrors;
  private final SampleData sampleData;
  private final Guests guests;
  private final boolean isDemo;
  private final RateLimit failedSignIns;
  private final RateLimit registrations;
  private final RateLimit guestsStarted;

  Accounts(
      Users users,
      Sessions sessions,
      Passwords passwords,
      DatabaseErrors databaseErrors,
      SampleData sampleData,
      Guests guests,
      Settings settings,
      Clock clock) {
    this.users = users;
    this.sessions = sessions;
    this.passwords = passwords;
    this.databaseErrors = databaseErrors;
    this.sampleData = sampleData;
    this.guests = guests;
    isDemo = settings.demo();
    failedSignIns = new RateLimit(10, clock);
    registrations = new RateLimit(60, clock);
    guestsStarted = new RateLimit(5, clock);
  }

  Session register(String email, String password, String name, String network) {
    registrations.count(network);
    return sessions.start(add(email, password, name));
  }

  Session login(String email, String password, String network) {
    var account = "account " + Emails.key(email);
    failedSignIns.count(account, network);
    var user = find(email);
    if (!passwords.matches(password, user.map(User::passwordHash).orElse(""))) {
      throw new Failure(
          Failure.Kind.UNAUTHENTICATED, "The e-mail address or the password is wrong.");
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
    guestsStarted.count(network);
    users.findGuestsBefore(Times.now().minus(GUEST_LIFETIME)).forEach(sampleData::removeGuest);
    var user = guests.add("Guest");
    sampleData.addTo(user);
    return sessions.start(user);
  }

  /** Creates an account. */
  public User add(String email, String password, String name) {
    refuseTaken(email);
    return insert(new User(email, name, passwords.hash(password), false));
  }

  /** Creates an account without a password, for somebody at a provider. */
  @Transactional
  public User addForPerson(String email, String name) {
    refuseTaken(email);
    var visible = Text.first(Text.withoutControl(name), User.LONGEST_NAME);
    if (!Text.isVisible(visible)) {
      visible = email.substring(0, email.indexOf('@'));
    }
    return insert(new User(email, visible, "", false));
  }

  /** Whether an account can have this address. */
  public static boolean canHave(String email) {
    return Emails.isEmail(email);
  }

  public Optional<User> find(String email) {
    return users.findByEmailKey(Emails.key(email));
  }

  /** Whether there is an account with this e-mail address and password. */
  public boolean matches(String email, String password) {
    return find(email).filter(user -> passwords.matches(password, user.passwordHash())).isPresent();
  }

  private void refuseTaken(String email) {
    if (find(email).isPresent()) {
      throw taken();
    }
  }

  private User insert(User user) {
    try {
      return users.saveAndFlush(user);
    } catch (NestedRuntimeException e) {
      throw databaseErrors.isDuplicate(e) ? taken() : e;
    }
  }

  private static Failure taken() {
    return new Failure(Failure.Kind.CONFLICT, "An account with this e-mail address exists.");
  }
}
