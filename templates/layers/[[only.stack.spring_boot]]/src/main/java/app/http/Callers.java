package app.http;

import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;

/** Finds the users who send requests. */
public interface Callers {
  /** The user whom this token was issued to, unless it has ended. */
  Optional<?> find(Jwt token);
}
