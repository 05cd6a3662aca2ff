package app.http;

import app.settings.Settings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets browsers share responses only with the origins of the settings. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class CorsFilter extends OncePerRequestFilter {
  private final List<String> origins;

  CorsFilter(Settings settings) {
    origins = settings.corsOrigins();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getRequestURI().startsWith(CrossOrigin.TOKENS)) {
      response.setHeader("Cache-Control", "no-store");
    }
    if (!origins.isEmpty()) {
      response.addHeader("Vary", "Origin");
    }
    if (!origins.contains(request.getHeader("Origin"))) {
      chain.doFilter(new NoPreflight(request), response);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
    response.setHeader("Access-Control-Expose-Headers", CrossOrigin.EXPOSED);
    boolean isPreflight = request.getHeader("Access-Control-Request-Method") != null;
    if (!request.getMethod().equals("OPTIONS") || !isPreflight) {
      chain.doFilter(request, response);
      return;
    }
    response.addHeader("Vary", "Access-Control-Request-Headers");
    response.setHeader("Access-Control-Allow-Methods", CrossOrigin.METHODS);
    response.setHeader("Access-Control-Allow-Headers", CrossOrigin.ALLOWED);
    response.setHeader("Access-Control-Max-Age", "600");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  /** Spring would answer a preflight that is not allowed with 403. */
  private static class NoPreflight extends HttpServletRequestWrapper {
    NoPreflight(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase("Access-Control-Request-Method") ? null : super.getHeader(name);
    }
  }
}
