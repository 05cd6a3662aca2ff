package app.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Counts characters as people do, by code point: to {@code @Size}, an emoji has two. */
@Constraint(validatedBy = Length.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface Length {
  int min() default 1;

  int max();

  String message() default "It has {min} to {max} characters, without NUL or lone surrogates.";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Nothing is valid, so that {@code @NotNull} decides whether it is required. */
  class Validator implements ConstraintValidator<Length, String> {
    private int min;
    private int max;

    @Override
    public void initialize(Length length) {
      min = length.min();
      max = length.max();
    }

    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || (Text.hasLength(text, min, max) && Text.isStorable(text));
    }
  }
}
