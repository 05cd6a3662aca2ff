package app.http;

import app.failure.Failure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets a request reach its route. It runs before the body is parsed, so 401 comes before everything
 * that is wrong with it.
 */
@Component
class Doorkeeper implements HandlerInterceptor {
  private static final Pattern UTF_8 = Pattern.compile("(charset=\"?utf-8\"?)?");

  private final Callers callers;

  Doorkeeper(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod route) {
      if (!MemberRoutes.isPublic(route)) {
        var authentication = (JwtAuthenticationToken) request.getUserPrincipal();
        request.setAttribute("caller", callers.find(authentication.getToken()));
      }
      if (hasBody(route)) {
        checkMediaType(request);
      }
    }
    return true;
  }

  private static boolean hasBody(HandlerMethod route) {
    return Arrays.stream(route.getMethodParameters())
        .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
  }

  private static void checkMediaType(HttpServletRequest request) {
    var encoding = header(request, "Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      throw new Failure(Failure.Kind.UNSUPPORTED_TYPE, "The body must not be compressed.");
    }
    var accepted =
        request.getMethod().equals("PATCH")
            ? List.of("application/json", "application/merge-patch+json")
            : List.of("application/json");
    var parts = header(request, "Content-Type").split(";");
    boolean isAccepted =
        accepted.contains(parts[0].strip())
            && Arrays.stream(parts).skip(1).allMatch(part -> UTF_8.matcher(part.strip()).matches());
    if (!isAccepted) {
      throw new Failure(
          Failure.Kind.UNSUPPORTED_TYPE,
          "The body must be " + String.join(" or ", accepted) + ", in UTF-8.");
    }
  }

  private static String header(HttpServletRequest request, String name) {
    var value = request.getHeader(name);
    return value == null ? "" : value.toLowerCase(Locale.ROOT);
  }
}
