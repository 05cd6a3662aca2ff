package app;

import app.account.Accounts;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.sample.Sample;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The example accounts, which anyone can sign in to. */
@Component
class Seed {
  private static final String ADA = "ada@example.com";
  private static final String GRACE = "grace@example.com";
  private static final String PASSWORD = "correct horse battery staple";

  private final Accounts accounts;
  private final Sample sample;
  private final DatabaseErrors databaseErrors;
  private final TransactionTemplate transaction;

  Seed(
      Accounts accounts,
      Sample sample,
      DatabaseErrors databaseErrors,
      TransactionTemplate transaction) {
    this.accounts = accounts;
    this.sample = sample;
    this.databaseErrors = databaseErrors;
    this.transaction = transaction;
  }

  /** Somebody else has an address or a room of the example. */
  static class TakenException extends RuntimeException {
    TakenException() {
      super(
          "nothing was added, because one of these is taken: %s, %s, general, random"
              .formatted(ADA, GRACE));
    }
  }

  /** Adds two people and the rooms they talk in, unless they are there. Returns how to sign in. */
  public String plant() {
    if (!accounts.matches(ADA, PASSWORD)) {
      try {
        transaction.executeWithoutResult(
            _ ->
                sample.addConversation(
                    accounts.add(ADA, PASSWORD, "Ada"), accounts.add(GRACE, PASSWORD, "Grace")));
      } catch (Failure e) {
        throw new TakenException();
      } catch (RuntimeException e) {
        throw databaseErrors.isDuplicate(e) ? new TakenException() : e;
      }
    }
    return "Sign in as %s or %s with the password: %s".formatted(ADA, GRACE, PASSWORD);
  }
}
