package app.http;

import jakarta.validation.valueextraction.ExtractedValue;
import jakarta.validation.valueextraction.ValueExtractor;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A member of a JSON object that may be missing, which a merge patch (RFC 7396) tells apart from
 * null.
 */
@JsonDeserialize(using = Member.Reader.class)
public record Member<T>(boolean isGiven, T value) {
  public static <T> Member<T> missing() {
    return new Member<>(false, null);
  }

  public void ifGiven(Consumer<T> use) {
    if (isGiven) {
      use.accept(value);
    }
  }

  static class Reader extends ValueDeserializer<Member<?>> {
    private final JavaType type;

    Reader() {
      this(null);
    }

    private Reader(JavaType type) {
      this.type = type;
    }

    @Override
    public ValueDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) {
      return new Reader(property.getType().containedType(0));
    }

    @Override
    public Member<?> deserialize(JsonParser parser, DeserializationContext context) {
      return new Member<>(true, context.readValue(parser, type));
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      return new Member<>(true, null);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return missing();
    }
  }

  /** Lets constraints apply to the value, if there is one. */
  public static class Extractor implements ValueExtractor<Member<@ExtractedValue ?>> {
    @Override
    public void extractValues(Member<?> member, ValueReceiver receiver) {
      if (member.isGiven()) {
        receiver.value(null, member.value());
      }
    }
  }
}
