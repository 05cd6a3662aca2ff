package app.page;

import app.failure.Failure;
import app.http.Query;
import app.security.Tokens;
import app.settings.Settings;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Divides lists into pages. A cursor has the last row's place in the order, so new rows shift
 * nothing.
 */
@Component
public class Pages {
  private static final int SIGNATURE_BYTES = 16;

  private final JsonMapper json;
  private final String secretKey;

  Pages(JsonMapper json, Settings settings) {
    this.json = json;
    secretKey = settings.secretKey();
  }

  /** Reads the parameters of a page, and reports everything that is invalid in the query. */
  public <T extends Row> PageRequest<T> read(
      HttpServletRequest request, Query query, Order<T> order) {
    int limit = query.limit();
    var cursor = query.get("cursor");
    query.check();
    var list = PageRequest.listOf(request);
    var after = cursor == null ? null : place(cursor, list, order);
    return new PageRequest<>(
        order, limit, after, request.getRequestURI(), request.getQueryString());
  }

  /** Links the next page in the response, if there is one. */
  public <T extends Row, V> Page<V> fetch(
      JpaSpecificationExecutor<T> rows,
      Specification<T> where,
      PageRequest<T> request,
      Function<T, V> view,
      HttpServletResponse response) {
    var found = find(rows, where, request);
    var shown = found.subList(0, Math.min(request.limit(), found.size()));
    var items = shown.stream().map(view).toList();
    if (found.size() <= request.limit()) {
      return new Page<>(items, null);
    }
    var cursor = cursor(request, shown.getLast());
    var others = PageRequest.without(request.query(), "cursor");
    var query = (others.isEmpty() ? "" : others + "&") + "cursor=" + cursor;
    response.setHeader("Link", "<%s?%s>; rel=\"next\"".formatted(request.path(), query));
    return new Page<>(items, cursor);
  }

  /**
   * One row more than the page has shows that there is another page. First come the rows with a
   * value, then those without: no index can sort nulls last in both directions on all databases.
   */
  private static <T extends Row> List<T> find(
      JpaSpecificationExecutor<T> rows, Specification<T> where, PageRequest<T> request) {
    var order = request.order();
    var after = request.after();
    int count = request.limit() + 1;
    var found = new ArrayList<T>();
    if (after == null || after.value() != null) {
      var valued = order.isNullable() ? where.and(hasValue(order, true)) : where;
      var rest = after == null ? valued : valued.and(isAfter(order, after));
      found.addAll(rows.findBy(rest, query -> query.sortBy(order.sort()).limit(count).all()));
    }
    int missing = count - found.size();
    if (order.isNullable() && missing > 0) {
      var empty = where.and(hasValue(order, false));
      var rest =
          after != null && after.value() == null ? empty.and(hasIdAfter(order, after)) : empty;
      found.addAll(rows.findBy(rest, query -> query.sortBy(order.sortById()).limit(missing).all()));
    }
    return found;
  }

  private static <T extends Row> Specification<T> hasValue(Order<T> order, boolean expected) {
    return (row, _, where) ->
        expected ? row.get(order.attribute()).isNotNull() : row.get(order.attribute()).isNull();
  }

  private static <T extends Row> Specification<T> hasIdAfter(Order<T> order, Order.Place place) {
    return (row, _, where) ->
        order.isDescending()
            ? where.lessThan(row.get("id"), place.id())
            : where.greaterThan(row.get("id"), place.id());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T extends Row> Specification<T> isAfter(Order<T> order, Order.Place place) {
    return (row, query, where) -> {
      Path<Comparable> attribute = row.get(order.attribute());
      var value = (Comparable) place.value();
      Predicate beyond =
          order.isDescending()
              ? where.lessThan(attribute, value)
              : where.greaterThan(attribute, value);
      var tie =
          where.and(
              where.equal(attribute, value),
              hasIdAfter(order, place).toPredicate(row, query, where));
      // The first condition is redundant, but lets the database use an index.
      var atOrBeyond =
          order.isDescending()
              ? where.lessThanOrEqualTo(attribute, value)
              : where.greaterThanOrEqualTo(attribute, value);
      return where.and(atOrBeyond, where.or(beyond, tie));
    };
  }

  private <T extends Row> String cursor(PageRequest<T> request, T last) {
    var place = request.order().placeOf(last);
    var payload = json.writeValueAsBytes(Arrays.asList(place.written(), place.id().toString()));
    var list = request.path() + "?" + PageRequest.without(request.query(), "cursor", "limit");
    var signed = Arrays.copyOf(signature(list, payload), SIGNATURE_BYTES + payload.length);
    System.arraycopy(payload, 0, signed, SIGNATURE_BYTES, payload.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  /** Only cursors that were signed for this list are read, so they need no further validation. */
  private <T extends Row> Order.Place place(String cursor, String list, Order<T> order) {
    try {
      var signed = Base64.getUrlDecoder().decode(cursor);
      if (signed.length > SIGNATURE_BYTES) {
        var payload = Arrays.copyOfRange(signed, SIGNATURE_BYTES, signed.length);
        var given = Arrays.copyOf(signed, SIGNATURE_BYTES);
        if (MessageDigest.isEqual(given, signature(list, payload))) {
          var parts = json.readValue(payload, Object[].class);
          return order.read(parts[0], (String) parts[1]);
        }
      }
    } catch (IllegalArgumentException | JacksonException e) {
      // It is not one of ours.
    }
    throw Failure.invalid("/cursor", "This is not a cursor of this list.");
  }

  private byte[] signature(String list, byte[] payload) {
    var text = list + "\0" + new String(payload, StandardCharsets.UTF_8);
    return Arrays.copyOf(Tokens.hmac(secretKey, text), SIGNATURE_BYTES);
  }
}
