package app.account;

import app.failure.Failure;
import app.http.Authentication;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Readers with an old token go on as anonymous ones. */
@Component
class Viewers implements HandlerMethodArgumentResolver, WebMvcConfigurer {
  private final Authentication authentication;

  Viewers(Authentication authentication) {
    this.authentication = authentication;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Viewer.class;
  }

  @Override
  public Viewer resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest request,
      WebDataBinderFactory binders) {
    try {
      var user = (User) authentication.caller(request.getHeader("Authorization"));
      return new Viewer(user.id());
    } catch (Failure failure) {
      return Viewer.ANONYMOUS;
    }
  }
}
