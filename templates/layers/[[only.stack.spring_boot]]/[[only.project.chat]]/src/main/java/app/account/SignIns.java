package app.account;

import app.http.Times;
import app.security.Tokens;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Which sign-ins have not ended. */
@Service
public class SignIns {
  private static final int MOST_AT_ONCE = 1000;

  private final JdbcClient database;
  private final Tokens tokens;

  SignIns(JdbcClient database, Tokens tokens) {
    this.database = database;
    this.tokens = tokens;
  }

  /** The sign-in that an access token, which has been accepted, belongs to. */
  public String idIn(String authorization) {
    return tokens.verify(authorization.split(" ", 2)[1]).orElseThrow().getClaimAsString("sid");
  }

  /** The user who signed in; empty after they have signed out. */
  public Optional<UUID> ownerOf(String id) {
    return database
        .sql("SELECT user_id FROM sign_ins WHERE id = ?")
        .param(id)
        .query(String.class)
        .optional()
        .map(UUID::fromString);
  }

  public List<String> running(Collection<String> ids) {
    var all = List.copyOf(ids);
    var found = new ArrayList<String>();
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE));
      found.addAll(
          database
              .sql("SELECT id FROM sign_ins WHERE expires_at > :now AND id IN (:ids)")
              .param("now", Timestamp.from(Times.now()))
              .param("ids", some)
              .query(String.class)
              .list());
    }
    return found;
  }
}
