package app.failure;

import java.util.List;
import java.util.Set;

/** Failures that are about one field or resource, by which this API groups its errors. */
public final class Failures {
  private Failures() {}

  public static Failure about(Failure.Kind kind, String name, String message) {
    return new Failure(kind, message, List.of(new Failure.Field("/" + name, message)), Set.of(), 0);
  }

  public static Failure notFound(String name) {
    return about(Failure.Kind.NOT_FOUND, name, "not found");
  }

  public static Failure forbidden(String name) {
    return about(Failure.Kind.FORBIDDEN, name, "forbidden");
  }
}
