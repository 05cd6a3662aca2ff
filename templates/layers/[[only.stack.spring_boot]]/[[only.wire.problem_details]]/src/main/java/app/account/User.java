package app.account;

import app.http.Times;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Somebody with an account. */
@Entity
@Table(name = "users")
public class User {
  static final int LONGEST_NAME = 100;

  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  private String email;

  /** The address for comparison. */
  private String emailKey;

  private String name;

  /** Empty if only a provider signs in to the account. */
  private String passwordHash;

  private boolean isGuest;
  private Instant createdAt;

  protected User() {}

  User(String email, String name, String passwordHash, boolean isGuest) {
    this.email = email;
    this.emailKey = Emails.key(email);
    this.name = name;
    this.passwordHash = passwordHash;
    this.isGuest = isGuest;
    this.createdAt = Times.now();
  }

  public UUID id() {
    return id;
  }

  public String email() {
    return email;
  }

  public String name() {
    return name;
  }

  void rename(String newName) {
    name = newName;
  }

  public String passwordHash() {
    return passwordHash;
  }

  boolean isGuest() {
    return isGuest;
  }

  Instant createdAt() {
    return createdAt;
  }
}
