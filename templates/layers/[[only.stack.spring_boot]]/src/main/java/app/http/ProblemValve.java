package app.http;

import app.failure.Failure;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.slf4j.LoggerFactory;

/** What Tomcat refuses before the application sees it. */
public class ProblemValve extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, Throwable throwable) {
    if (response.getStatus() < 400
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    var id = RequestFilter.requestId(request.getHeader("X-Request-ID"));
    try {
      response.setHeader("X-Request-ID", id);
      response.setHeader("X-Content-Type-Options", "nosniff");
      Problems.write(response, failure(request, response));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      LoggerFactory.getLogger(ProblemValve.class).debug("The client has gone");
    }
  }

  /** A path that it cannot decode is an unknown route. */
  private static Failure failure(Request request, Response response) {
    var path = request.getRequestURI();
    boolean isStrange = path != null && (path.contains("%") || path.equals("*"));
    if (response.getStatus() == 400 && isStrange) {
      return Failure.notFound();
    }
    return new Failure(Failure.Kind.MALFORMED, "The request is not valid HTTP.");
  }
}
