package app.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text with something to see. To {@code @NotBlank}, a zero-width space would be that. */
@Constraint(validatedBy = Visible.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
public @interface Visible {
  String BLANK = "can't be blank";

  String message() default BLANK;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  class Validator implements ConstraintValidator<Visible, String> {
    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text != null && Text.isVisible(text);
    }
  }
}
