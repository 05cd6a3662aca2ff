package app.account;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Jakarta's own would refuse letters of other languages. */
@Constraint(validatedBy = Email.Validator.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE})
@interface Email {
  String message() default "It is an e-mail address.";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  class Validator implements ConstraintValidator<Email, String> {
    @Override
    public boolean isValid(String text, ConstraintValidatorContext context) {
      return text == null || Emails.isEmail(text);
    }
  }
}
