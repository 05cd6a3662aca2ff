package app.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Tells errors of the database apart. Spring and Hibernate wrap those of drivers, each in its own
 * way.
 */
@Component
public class DatabaseErrors {
  private final Dialect dialect;

  DatabaseErrors(DatabaseUrl url) {
    dialect = url.dialect();
  }

  public boolean isDuplicate(Throwable e) {
    return any(e, dialect::isDuplicate);
  }

  public boolean isOrphan(Throwable e) {
    return any(e, dialect::isOrphan);
  }

  public boolean isUnavailable(Throwable e) {
    return any(
        e, each -> each instanceof SQLTransientConnectionException || dialect.isUnavailable(each));
  }

  private static boolean any(Throwable e, Predicate<SQLException> test) {
    for (var cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException failed && test.test(failed)) {
        return true;
      }
    }
    return false;
  }
}
