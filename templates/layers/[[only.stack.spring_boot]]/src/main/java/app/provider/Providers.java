package app.provider;

import app.account.Accounts;
import app.failure.Failure;
import app.security.Tokens;
import app.settings.ProviderSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The providers of the settings, in the order in which a page shows them. */
@Component
class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  /** For all requests of one sign-in together. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<Provider> all = new ArrayList<>();
  private final String publicUrl;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Providers(ProviderSettings settings, ProviderClient client) {
    publicUrl = settings.publicUrl();
    if (!settings.oidcClientId().isEmpty()) {
      all.add(new OpenId(settings, client));
    }
    if (!settings.githubClientId().isEmpty()) {
      all.add(new GitHub(settings, client));
    }
  }

  List<Provider> all() {
    return all;
  }

  Provider find(String id) {
    return all.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(Failure::notFound);
  }

  /** Where to send the browser of an attempt. */
  String authorizationUrl(Provider provider, Attempt attempt) {
    var challenge =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Tokens.sha256(attempt.verifier()));
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("response_type", "code");
    parameters.put("redirect_uri", callback(provider));
    parameters.put("state", attempt.state());
    parameters.put("code_challenge", challenge);
    parameters.put("code_challenge_method", "S256");
    if (provider.isOpenId()) {
      parameters.put("nonce", attempt.nonce());
    }
    return ask(provider, () -> provider.authorizationUrl(parameters));
  }

  /** Redeems the code of a callback. */
  Person identify(Provider provider, String code, Attempt attempt) {
    var form =
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            code,
            "redirect_uri",
            callback(provider),
            "code_verifier",
            attempt.verifier());
    return ask(provider, () -> provider.identify(form, attempt));
  }

  private String callback(Provider provider) {
    return publicUrl + Accounts.PREFIX + "/" + provider.id() + "/callback";
  }

  /** Whatever happens is the provider's fault, since it can send anything. */
  private <T> T ask(Provider provider, Callable<T> question) {
    var answer = threads.submit(question);
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Provider.InvalidCodeException) {
        throw new Failure(
            Failure.Kind.START_AGAIN,
            "The provider does not accept this code. Start to sign in again.");
      }
      throw failed(provider, e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failed(provider, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(provider, e);
    }
  }

  private static Failure failed(Provider provider, Throwable cause) {
    provider.forget();
    // Only its kind: the message may contain personal data.
    LOG.warn("Signing in with {} failed: {}", provider.name(), cause.getClass().getSimpleName());
    return new Failure(
        Failure.Kind.PROVIDER_FAILED, provider.name() + " is unavailable. Try again.");
  }
}
