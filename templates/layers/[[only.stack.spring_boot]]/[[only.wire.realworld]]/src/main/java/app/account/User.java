package app.account;

import app.http.Times;
import app.text.Text;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** Somebody with an account. */
@Entity
@Table(name = "users")
public class User {
  static final int LONGEST_NAME = 64;
  static final int LONGEST_BIO = 2000;
  static final int LONGEST_IMAGE = 2048;

  /** Names are used in paths, where slashes, a leading dot and surrounding spaces do not work. */
  static final String NAME = "[^\\p{IsWhite_Space}/.]([^/]*[^\\p{IsWhite_Space}/])?";

  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  private String username;

  /** The name for comparison. */
  private String usernameKey;

  private String email;

  /** The address for comparison. */
  private String emailKey;

  private String bio;
  private String image;

  /** Empty if only a provider signs in to the account. */
  private String passwordHash;

  /** Identifies the account in tokens. */
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID tokenSubject = UUID.randomUUID();

  private boolean isGuest;
  private Instant createdAt = Times.now();

  /** The ids of other users. Only queries read them. */
  @ElementCollection
  @CollectionTable(name = "follows", joinColumns = @JoinColumn(name = "followed_id"))
  @Column(name = "follower_id")
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private Set<UUID> followers = new HashSet<>();

  protected User() {}

  User(String username, String email, String passwordHash, boolean isGuest) {
    rename(username);
    changeEmail(email);
    this.passwordHash = passwordHash;
    this.isGuest = isGuest;
  }

  final void rename(String newName) {
    username = newName;
    usernameKey = Text.compared(newName);
  }

  final void changeEmail(String newEmail) {
    email = newEmail;
    emailKey = Emails.key(newEmail);
  }

  /** An empty text is none. */
  public void describe(String newBio) {
    bio = nullIfEmpty(newBio);
  }

  void picture(String newImage) {
    image = nullIfEmpty(newImage);
  }

  /** It also revokes all earlier tokens. */
  void changePassword(String newHash) {
    passwordHash = newHash;
    tokenSubject = UUID.randomUUID();
  }

  private static String nullIfEmpty(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  public UUID id() {
    return id;
  }

  public String username() {
    return username;
  }

  String email() {
    return email;
  }

  String bio() {
    return bio;
  }

  String image() {
    return image;
  }

  public String passwordHash() {
    return passwordHash;
  }

  UUID tokenSubject() {
    return tokenSubject;
  }
}
