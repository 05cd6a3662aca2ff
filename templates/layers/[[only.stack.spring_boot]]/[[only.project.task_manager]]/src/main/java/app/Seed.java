package app;

import app.account.Accounts;
import app.account.SampleData;
import app.failure.Failure;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The example account, which anyone can sign in to. */
@Component
class Seed {
  private static final String EMAIL = "demo@example.com";
  private static final String PASSWORD = "correct horse battery staple";

  private final Accounts accounts;
  private final SampleData sampleData;

  Seed(Accounts accounts, SampleData sampleData) {
    this.accounts = accounts;
    this.sampleData = sampleData;
  }

  /** Somebody else has the address of the example account. */
  static class TakenException extends RuntimeException {
    TakenException() {
      super("nothing was added, because this name is taken: " + EMAIL);
    }
  }

  /** Adds the account with sample data, unless it is there, and returns how to sign in. */
  @Transactional
  public String plant() {
    if (!accounts.matches(EMAIL, PASSWORD)) {
      try {
        sampleData.addTo(accounts.add(EMAIL, PASSWORD, "Demo"));
      } catch (Failure e) {
        throw new TakenException();
      }
    }
    return "Sign in as %s with the password: %s".formatted(EMAIL, PASSWORD);
  }
}
