package app.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Set;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration
class WebConfiguration implements WebMvcConfigurer {
  private final Doorkeeper doorkeeper;

  WebConfiguration(Doorkeeper doorkeeper) {
    this.doorkeeper = doorkeeper;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(doorkeeper);
  }

  @Bean
  WebMvcRegistrations mappings() {
    return new WebMvcRegistrations() {
      @Override
      public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new WithoutOptions();
      }
    };
  }

  /**
   * OPTIONS is only for CORS preflights, which a filter answers. Spring would answer it on every
   * path.
   */
  private static class WithoutOptions extends RequestMappingHandlerMapping {
    @Override
    protected HandlerMethod handleNoMatch(
        Set<RequestMappingInfo> mappings, String path, HttpServletRequest request)
        throws ServletException {
      if (!request.getMethod().equals("OPTIONS")) {
        return super.handleNoMatch(mappings, path, request);
      }
      var like =
          new HttpServletRequestWrapper(request) {
            @Override
            public String getMethod() {
              return "TRACE";
            }
          };
      return super.handleNoMatch(mappings, path, like);
    }
  }
}
