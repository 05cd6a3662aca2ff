package app.provider;

import app.account.Accounts;
import app.account.Session;
import app.account.Sessions;
import app.account.User;
import app.account.Users;
import app.failure.Failure;
import app.http.Clients;
import app.http.Public;
import app.http.Query;
import app.security.RateLimit;
import app.text.Length;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs users in with a provider, and links one to an account. */
@RestController
@RequestMapping(Accounts.PREFIX)
class ProviderController {
  private final Providers providers;
  private final Identities identities;
  private final AttemptCookies cookies;
  private final Sessions sessions;
  private final Users users;
  private final Clients clients;
  private final RateLimit callbacks;

  ProviderController(
      Providers providers,
      Identities identities,
      AttemptCookies cookies,
      Sessions sessions,
      Users users,
      Clients clients,
      Clock clock) {
    this.providers = providers;
    this.identities = identities;
    this.cookies = cookies;
    this.sessions = sessions;
    this.users = users;
    this.clients = clients;
    callbacks = new RateLimit(60, clock);
  }

  record Item(String id, String name, String url) {}

  record Code(@NotNull @Length(max = 1000) String code) {}

  @Public
  @GetMapping("/providers")
  Map<String, List<Item>> list() {
    var items =
        providers.all().stream()
            .map(
                each ->
                    new Item(
                        each.id(), each.name(), Accounts.PREFIX + "/" + each.id() + "/authorize"))
            .toList();
    return Map.of("items", items);
  }

  @Public
  @GetMapping("/{provider}/authorize")
  ResponseEntity<Void> authorize(@PathVariable("provider") String id) {
    var provider = providers.find(id);
    var attempt = Attempt.start(provider, "");
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(HttpHeaders.LOCATION, providers.authorizationUrl(provider, attempt))
        .header(HttpHeaders.SET_COOKIE, cookies.write(attempt))
        .build();
  }

  @Public
  @GetMapping("/{provider}/callback")
  ResponseEntity<Void> callback(@PathVariable("provider") String id, HttpServletRequest request) {
    var provider = providers.find(id);
    callbacks.count(clients.network(request));
    var attempt = cookies.read(request);
    var query = new Query(request.getQueryString());
    if (!isAnswer(provider, query, attempt)) {
      throw new Failure(
          Failure.Kind.START_AGAIN,
          "This is not the answer to what this browser asked. Start to sign in again.");
    }
    identities.useState(attempt.state());
    return ResponseEntity.status(HttpStatus.FOUND)
        .header(HttpHeaders.LOCATION, "/?" + result(provider, query, attempt))
        .build();
  }

  /** A provider may say who it is (RFC 9207). */
  private static boolean isAnswer(Provider provider, Query query, Attempt attempt) {
    boolean isOwn =
        attempt.provider().equals(provider.id()) && attempt.state().equals(query.first("state"));
    return isOwn
        && (!provider.isOpenId()
            || !query.has("iss")
            || provider.issuer().equals(query.first("iss")));
  }

  /** What the page is told. */
  private String result(Provider provider, Query query, Attempt attempt) {
    var error = query.first("error");
    if (error.equals("access_denied")) {
      return "error=access_denied";
    }
    if (!error.isEmpty()) {
      throw new Failure(
          Failure.Kind.PROVIDER_FAILED, provider.name() + " could not sign you in. Try again.");
    }
    var code = query.first("code");
    if (code.isEmpty()) {
      throw new Failure(Failure.Kind.START_AGAIN, "The code is missing. Start to sign in again.");
    }
    var person = providers.identify(provider, code, attempt);
    try {
      if (attempt.userId().isEmpty()) {
        return "code=" + identities.handOutCode(attempt.state(), identities.accountOf(person));
      }
      identities.link(person, UUID.fromString(attempt.userId()));
      return "linked=" + provider.id();
    } catch (Identities.RefusalException e) {
      return "error=" + e.getMessage();
    }
  }

  @Public
  @PostMapping("/exchange")
  Session exchange(@RequestBody Code body, HttpServletRequest request) {
    var userId = identities.useCode(body.code(), cookies.read(request).state());
    return sessions.start(users.findById(userId).orElseThrow(Failure::notFound));
  }

  @GetMapping("/{provider}/link")
  Map<String, Boolean> showLink(
      @RequestAttribute User caller, @PathVariable("provider") String id) {
    return Map.of("linked", identities.isLinked(caller.id(), providers.find(id).issuer()));
  }

  @PostMapping("/{provider}/link")
  ResponseEntity<Map<String, String>> link(
      @RequestAttribute User caller, @PathVariable("provider") String id) {
    var provider = providers.find(id);
    var attempt = Attempt.start(provider, caller.id().toString());
    var url = providers.authorizationUrl(provider, attempt);
    return ResponseEntity.ok()
        .header(HttpHeaders.SET_COOKIE, cookies.write(attempt))
        .body(Map.of("url", url));
  }

  @DeleteMapping("/{provider}/link")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlink(@RequestAttribute User caller, @PathVariable("provider") String id) {
    var issuers = providers.all().stream().map(Provider::issuer).toList();
    identities.unlink(caller.id(), providers.find(id).issuer(), issuers);
  }
}
