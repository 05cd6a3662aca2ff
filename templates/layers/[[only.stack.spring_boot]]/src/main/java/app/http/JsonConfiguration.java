package app.http;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/** JSON that is read strictly: a number is no text, and 1 is not true. */
@Configuration
class JsonConfiguration {
  private static final int DEEPEST = 100;
  private static final int MEBIBYTE = 1 << 20;

  @Bean
  JsonMapper jsonMapper() {
    // The length of a body is limited, so that of a number or a name in it need not be.
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(MEBIBYTE)
            .maxNameLength(MEBIBYTE)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
        .configure(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, JsonStyle.REFUSES_UNKNOWN_MEMBERS)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .propertyNamingStrategy(JsonStyle.NAMES)
        .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
        .addModule(
            new SimpleModule()
                .addDeserializer(String.class, new FromText<>(String.class, "a text", Optional::of))
                .addDeserializer(UUID.class, new FromText<>(UUID.class, "a UUID", Ids::parse))
                .addDeserializer(
                    Instant.class,
                    new FromText<>(Instant.class, "a time of RFC 3339", Times::parse))
                .addSerializer(Instant.class, new InstantWriter()))
        .build();
  }

  private static class FromText<T> extends StdScalarDeserializer<T> {
    private final transient Function<String, Optional<T>> read;
    private final String what;

    FromText(Class<T> type, String what, Function<String, Optional<T>> read) {
      super(type);
      this.what = what;
      this.read = read;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        var value = read.apply(parser.getString());
        if (value.isPresent()) {
          return value.get();
        }
      }
      return context.reportInputMismatch(this, "It is %s.", what);
    }
  }

  private static class InstantWriter extends StdScalarSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant moment, JsonGenerator generator, SerializationContext context) {
      generator.writeString(Times.format(moment));
    }
  }
}
