package app.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** The target of a request, without the fragment that no client should send. */
class Target extends HttpServletRequestWrapper {
  private final String path;

  Target(HttpServletRequest request) {
    super(request);
    path = request.getRequestURI().split("#", 2)[0];
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  /** No resource has this condition, which Spring would check. */
  @Override
  public long getDateHeader(String name) {
    return name.equalsIgnoreCase("If-Unmodified-Since") ? -1 : super.getDateHeader(name);
  }
}
