package app.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text that is visible, and has no line breaks. */
@Constraint(validatedBy = Name.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface Name {
  int max();

  String message() default
      "It has 1 to {max} characters, is visible and has no control characters.";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  class Validator implements ConstraintValidator<Name, String> {
    private int max;

    @Override
    public void initialize(Name name) {
      max = name.max();
    }

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null
          || (Text.hasLength(text, 1, max)
              && Text.isStorable(text)
              && Text.isVisible(text)
              && !Text.hasControl(text));
    }
  }
}
