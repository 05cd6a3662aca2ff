package app.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks for one page of a list.
 *
 * @param after the place of the last row of the page before, or null
 */
public record PageRequest<T extends Row>(
    Order<T> order, int limit, Order.Place after, String path, String query) {

  /** What makes a list another list: everything but the place in it. */
  static String listOf(HttpServletRequest request) {
    return request.getRequestURI() + "?" + without(request.getQueryString(), "cursor", "limit");
  }

  static String without(String query, String... names) {
    return Arrays.stream((query == null ? "" : query).split("&"))
        .filter(pair -> !pair.isEmpty() && !List.of(names).contains(pair.split("=", 2)[0]))
        .collect(Collectors.joining("&"));
  }
}
