package app.account;

import app.failure.Failure;
import app.failure.Failures;
import app.http.Callers;
import app.http.Ids;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.stereotype.Component;

/** RealWorld calls the scheme of a token Token, and other clients Bearer. */
@Component
class AccessTokens implements BearerTokenResolver, Callers {
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?:token|bearer) (\\S+)", Pattern.CASE_INSENSITIVE);

  private final Users users;

  AccessTokens(Users users) {
    this.users = users;
  }

  @Override
  public String resolve(HttpServletRequest request) {
    var authorization = request.getHeader("Authorization");
    if (authorization == null || authorization.isBlank()) {
      return null;
    }
    var matcher = AUTHORIZATION.matcher(authorization);
    if (!matcher.matches()) {
      throw new InvalidBearerTokenException("There is no token in this header.");
    }
    return matcher.group(1);
  }

  @Override
  public User find(Jwt token) {
    return Ids.parse(token.getSubject())
        .flatMap(users::findByTokenSubject)
        .orElseThrow(AccessTokens::invalid);
  }

  @Override
  public Failure refusal(AuthenticationException reason) {
    return reason instanceof InsufficientAuthenticationException
        ? Failures.about(Failure.Kind.UNAUTHENTICATED, "token", "is missing")
        : invalid();
  }

  static Failure invalid() {
    return Failures.about(Failure.Kind.UNAUTHENTICATED, "token", "is invalid");
  }
}
