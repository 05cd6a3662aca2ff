package app.account;

import app.failure.Failure;
import app.http.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Readers with an old token go on as anonymous ones. */
@Component
class Viewers implements HandlerMethodArgumentResolver, WebMvcConfigurer {
  private final BearerTokenResolver tokens;
  private final JwtDecoder decoder;
  private final Callers callers;

  Viewers(BearerTokenResolver tokens, JwtDecoder decoder, Callers callers) {
    this.tokens = tokens;
    this.decoder = decoder;
    this.callers = callers;
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
      var token = tokens.resolve(request.getNativeRequest(HttpServletRequest.class));
      return token == null
          ? Viewer.ANONYMOUS
          : new Viewer(((User) callers.find(decoder.decode(token))).id());
    } catch (AuthenticationException | JwtException | Failure e) {
      return Viewer.ANONYMOUS;
    }
  }
}
