package app.settings;

import jakarta.validation.Validation;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.Range;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The environment's variables, of which an empty one counts as none. */
public final class Variables {
  private final SystemEnvironmentPropertySource source;

  public Variables(Map<String, String> all) {
    var given = new HashMap<String, Object>();
    all.forEach(
        (name, value) -> {
          if (!value.isBlank()) {
            // The newline at the end of a secret's file is not part of the secret.
            given.put(name, value.strip());
          }
        });
    source =
        new SystemEnvironmentPropertySource(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, given);
  }

  /** For Spring, which binds beans to them. */
  public SystemEnvironmentPropertySource source() {
    return source;
  }

  /** Throws an exception that says everything that is wrong with these settings. */
  public <T> T read(Class<T> settings) {
    var refusals = new Refusals();
    var binder = new Binder(ConfigurationPropertySource.from(source));
    var read = binder.bindOrCreate("", Bindable.of(settings), refusals);
    if (read != null) {
      refusals.addViolations(read);
    }
    if (!refusals.lines.isEmpty()) {
      throw new InvalidException(String.join("\n", refusals.lines));
    }
    return read;
  }

  /** Collects them, where the binder would stop at the first. */
  private static class Refusals extends AbstractBindHandler {
    private final Set<String> lines = new LinkedHashSet<>();

    @Override
    public Object onFailure(
        ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) {
      var cause = NestedExceptionUtils.getMostSpecificCause(error);
      if (cause instanceof InvalidException) {
        lines.add(cause.getMessage());
      } else {
        add(name.toString(), reason(target, cause));
      }
      return null;
    }

    private static String reason(Bindable<?> target, Throwable cause) {
      var range = target.getAnnotation(Range.class);
      if (range != null) {
        return range.message();
      }
      return target.getType().resolve() == boolean.class
          ? "it is true or false"
          : cause.getMessage();
    }

    void addViolations(Object settings) {
      try (var factory = Validation.buildDefaultValidatorFactory()) {
        for (var violation : factory.getValidator().validate(settings)) {
          var component = violation.getPropertyPath().iterator().next().getName();
          add(component.replaceAll("([A-Z])", "-$1"), violation.getMessage());
        }
      }
    }

    private void add(String property, String reason) {
      lines.add(property.replace('-', '_').toUpperCase(Locale.ROOT) + ": " + reason);
    }
  }
}
