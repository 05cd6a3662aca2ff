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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and validates the bodies of requests. What is not JSON is told apart from what is invalid,
 * so the whole text is read before a record is made of it.
 */
@Component
class JsonBodies extends JacksonJsonHttpMessageConverter {
  private static final int MOST_VALUES = 10_000;

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
    if (!tree.isObject()) {
      throw Failure.invalid("", "It is an object.");
    }
    Object body;
    try {
      body = json.readerFor(json.constructType(type.getType())).readValue(tree);
    } catch (DatabindException e) {
      throw Failure.invalid(pointer(e.getPath()), detail(e));
    }
    var violations = validator.validate(body);
    if (!violations.isEmpty()) {
      throw Failure.invalid(
          violations.stream()
              .map(JsonBodies::field)
              .sorted(Comparator.comparing(Failure.Field::pointer))
              .toList());
    }
    return body;
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

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
