package app.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The routes that need an access token: all that are not public. A request without a route is not
 * among them, so that it is 404 or 405 for everybody.
 */
@Component
@ConditionalOnWebApplication
class MemberRoutes implements RequestMatcher {
  private final RequestMappingHandlerMapping routes;

  MemberRoutes(RequestMappingHandlerMapping requestMappingHandlerMapping) {
    routes = requestMappingHandlerMapping;
  }

  @Override
  public boolean matches(HttpServletRequest request) {
    ServletRequestPathUtils.parseAndCache(request);
    try {
      var found = routes.getHandler(request);
      return found != null && found.getHandler() instanceof HandlerMethod route && !isPublic(route);
    } catch (ServletException e) {
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static boolean isPublic(HandlerMethod route) {
    return route.hasMethodAnnotation(Public.class)
        || route.getBeanType().isAnnotationPresent(Public.class);
  }
}
