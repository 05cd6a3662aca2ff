package app.page;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.data.domain.Sort;

/**
 * Sorts rows by one attribute, then by id, so that one index serves both directions.
 *
 * @param isNullable rows without a value come last in both directions
 */
public record Order<T extends Row>(
    String attribute,
    Class<? extends Comparable<?>> type,
    Function<T, Object> valueOf,
    boolean isNullable,
    boolean isDescending) {

  Sort sort() {
    var direction = isDescending ? Sort.Direction.DESC : Sort.Direction.ASC;
    return Sort.by(direction, attribute).and(sortById());
  }

  Sort sortById() {
    return Sort.by(isDescending ? Sort.Direction.DESC : Sort.Direction.ASC, "id");
  }

  /** The place of a row in this order. */
  Place placeOf(T row) {
    return new Place(valueOf.apply(row), row.id());
  }

  /** The value is null for a row without one. */
  record Place(Object value, UUID id) {
    /** As in a cursor. */
    Object written() {
      return switch (value) {
        case Instant moment -> moment.toEpochMilli();
        case Enum<?> word -> word.name();
        case null, default -> value;
      };
    }
  }

  Place read(Object written, String id) {
    Object value = written;
    if (written instanceof Number moment) {
      value = Instant.ofEpochMilli(moment.longValue());
    } else if (type == UUID.class) {
      value = UUID.fromString((String) written);
    } else if (type.isEnum()) {
      value =
          Arrays.stream(type.getEnumConstants())
              .filter(word -> word.toString().equals(written))
              .findFirst()
              .orElseThrow();
    }
    return new Place(value, UUID.fromString(id));
  }
}
