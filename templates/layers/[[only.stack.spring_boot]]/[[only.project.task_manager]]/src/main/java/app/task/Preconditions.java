package app.task;

import app.failure.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Conditional requests (RFC 9110, section 13) over the version of a task. */
record Preconditions(List<String> ifMatch, List<String> ifNoneMatch) {
  /**
   * A compressing proxy turns "1" into a weak ETag or "1-gzip", and forwards that form from the
   * client.
   */
  private static final Pattern ETAG =
      Pattern.compile("\"([^\"]*?)(?:-(?:gzip|br|zstd|deflate))?\"");

  static Preconditions of(HttpServletRequest request) {
    return new Preconditions(
        Collections.list(request.getHeaders("If-Match")),
        Collections.list(request.getHeaders("If-None-Match")));
  }

  /** Whether the caller already has this version. */
  boolean isKnown(TaskView task) {
    return names(ifNoneMatch, task);
  }

  /** Whether the caller sent a version. */
  boolean isConditional() {
    return !ifMatch.isEmpty();
  }

  /** Refuses a change without the version that it is based on. */
  void require(TaskView task) {
    if (!isConditional()) {
      throw new Failure(
          Failure.Kind.UNCONDITIONAL, "Send the ETag of the version you change as If-Match.");
    }
    check(task);
  }

  /** Refuses a change that is based on another version. */
  void check(TaskView task) {
    if (isConditional() && !names(ifMatch, task)) {
      throw stale();
    }
  }

  static Failure stale() {
    return new Failure(
        Failure.Kind.STALE, "The task was modified since you fetched it. Fetch it again.");
  }

  private static boolean names(List<String> headers, TaskView task) {
    var header = String.join(", ", headers).strip();
    return header.equals("*")
        || ETAG.matcher(header)
            .results()
            .anyMatch(found -> found.group(1).equals(Integer.toString(task.version())));
  }
}
