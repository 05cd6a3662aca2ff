package app.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Pusher's clients send a form where all others send JSON. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class FormFilter extends OncePerRequestFilter {
  private static final String PATH = "/api/v1/broadcasting/auth";

  private final JsonMapper json;

  FormFilter(JsonMapper json) {
    this.json = json;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var type = String.valueOf(request.getHeader("Content-Type")).split(";", 2)[0].strip();
    return !request.getRequestURI().equals(PATH)
        || !type.equalsIgnoreCase(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var form =
        new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("&", -1);
    var members = new LinkedHashMap<String, String>();
    for (var pair : form) {
      var parts = pair.split("=", 2);
      if (!parts[0].isEmpty()) {
        members.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    chain.doFilter(new AsJson(request, json.writeValueAsBytes(members)), response);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static class AsJson extends BodyFilter.WithBody {
    AsJson(HttpServletRequest request, byte[] body) {
      super(request, body);
    }

    @Override
    public String getContentType() {
      return MediaType.APPLICATION_JSON_VALUE;
    }

    @Override
    public String getHeader(String name) {
      return name.equalsIgnoreCase("Content-Type") ? getContentType() : super.getHeader(name);
    }

    @Override
    public java.util.Enumeration<String> getHeaders(String name) {
      return name.equalsIgnoreCase("Content-Type")
          ? java.util.Collections.enumeration(java.util.List.of(getContentType()))
          : super.getHeaders(name);
    }
  }
}
