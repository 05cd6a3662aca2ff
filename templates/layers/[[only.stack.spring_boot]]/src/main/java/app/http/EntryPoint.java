package app.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.stereotype.Component;

/** Answers a request without a valid access token. */
@Component
class EntryPoint implements AuthenticationEntryPoint {
  private final Callers callers;

  EntryPoint(Callers callers) {
    this.callers = callers;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    Problems.write(response, callers.refusal(reason));
  }
}
