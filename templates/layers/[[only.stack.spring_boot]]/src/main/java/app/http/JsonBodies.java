package app.http;

import app.failure.Failure;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and validates the bodies of requests. What is not JSON is told apart from what is invalid,
 * so the whole text is read before a record is made of it.
 */
@Component
class JsonBodies extends JacksonJsonHttpMessageConverter {
  private static final int MOST_VALUES = 10_000;
  private static final int MOST_INVALID = 20;

  private final JsonMapper json;
  private final Validator validator;

  JsonBodies(JsonMapper json, Validator validator) {
    super(json);
    this.json = json;
    this.validator = validator;
    setSupportedMediaTypes(
        List.of(MediaType.APPLICATION_JSON, MediaType.valueOf("application/merge-patch+json")));
  }

  /** What is JSON already is written as it is. */
  @Override
  public boolean canWrite(ResolvableType type, Class<?> valueClass, MediaType mediaType) {
    boolean isWritten = valueClass == byte[].class || valueClass == String.class;
    return !isWritten && super.canWrite(type, valueClass, mediaType);
  }

  @Override
  public Object read(ResolvableType type, HttpInputMessage message, Map<String, Object> hints)
      throws IOException {
    var tree = tree(message.getBody().readAllBytes());
    if (!(tree instanceof ObjectNode object)) {
      throw Failure.invalid("", "It is an object.");
    }
    var invalid = new TreeMap<String, Failure.Field>();
    var body = bind(object, json.constructType(type.getType()), invalid);
    if (body != null) {
      var leftOut = invalid.keySet().stream().map(JsonBodies::memberOf).toList();
      validator.validate(body).stream()
          .map(JsonBodies::field)
          .filter(field -> !leftOut.contains(memberOf(field.pointer())))
          .forEach(field -> invalid.put(field.pointer(), field));
    }
    if (!invalid.isEmpty()) {
      throw Failure.invalid(List.copyOf(invalid.values()));
    }
    return body;
  }

  /**
   * Leaves out members that have another type, so that everything that is invalid is reported. Null
   * if there are too many.
   */
  private Object bind(ObjectNode object, JavaType type, Map<String, Failure.Field> invalid) {
    while (invalid.size() < MOST_INVALID) {
      try {
        return json.readerFor(type).readValue(object);
      } catch (DatabindException e) {
        var pointer = pointer(e.getPath());
        invalid.put(pointer, new Failure.Field(pointer, detail(e)));
        if (e.getPath().isEmpty()
            || object.remove(e.getPath().getFirst().getPropertyName()) == null) {
          return null;
        }
      }
    }
    return null;
  }

  private JsonNode tree(byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      refuseTooMany(text);
      return json.readTree(text);
    } catch (CharacterCodingException | JacksonException e) {
      throw new Failure(Failure.Kind.MALFORMED, "The body is not valid JSON.");
    }
  }

  /** Counts values before there is an object for each. */
  private void refuseTooMany(String text) {
    try (JsonParser parser = json.createParser(text)) {
      boolean isComplete = false;
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (isComplete) {
          throw new Failure(Failure.Kind.MALFORMED, "The body is not valid JSON.");
        }
        values++;
        isComplete = parser.streamReadContext().inRoot();
      }
      if (!isComplete) {
        throw new Failure(Failure.Kind.MALFORMED, "The body is not valid JSON.");
      }
      if (values > MOST_VALUES) {
        throw Failure.invalid("", "It has too many values.");
      }
    }
  }

  private static String detail(DatabindException e) {
    return e instanceof UnrecognizedPropertyException
        ? "This member does not exist."
        : "It has another type, or is not one of the possible values.";
  }

  private static String pointer(List<JacksonException.Reference> path) {
    var pointer = new StringBuilder();
    for (var each : path) {
      var name = each.getPropertyName();
      pointer.append('/').append(name == null ? String.valueOf(each.getIndex()) : escaped(name));
    }
    return pointer.toString();
  }

  private static Failure.Field field(ConstraintViolation<?> violation) {
    var pointer = new StringBuilder();
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.isInIterable() && node.getIndex() != null) {
        pointer.append('/').append(node.getIndex());
      }
      if (node.getKind() == ElementKind.PROPERTY) {
        pointer.append('/').append(JsonStyle.nameOf(node.getName()));
      }
    }
    return new Failure.Field(pointer.toString(), violation.getMessage());
  }

  private static String memberOf(String pointer) {
    return pointer.split("/", 3)[1];
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
