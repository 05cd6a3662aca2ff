package app.http;

import app.failure.Failure;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;

/** Finds out who has sent a request by its access token. */
public interface Callers {
  /** The user of a valid token; it throws a failure if there no longer is one. */
  Object find(Jwt token);

  /** Why a request without a valid token fails. */
  Failure refusal(AuthenticationException reason);
}
