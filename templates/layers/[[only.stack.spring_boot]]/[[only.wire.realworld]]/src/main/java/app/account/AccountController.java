package app.account;

import app.http.Clients;
import app.http.Public;
import app.text.Length;
import app.text.Name;
import app.text.Visible;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AccountController {
  private static final String CURRENT = "/api/user";

  private final Accounts accounts;
  private final Sessions sessions;
  private final Clients clients;

  AccountController(Accounts accounts, Sessions sessions, Clients clients) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.clients = clients;
  }

  record NewUser(
      @Visible @Name(max = User.LONGEST_NAME) @Pattern(regexp = User.NAME, message = "is invalid")
          String username,
      @Visible @Email(message = "is invalid") String email,
      @Visible @Length(min = 8, max = 128) String password) {}

  record Registration(@NotNull(message = Visible.BLANK) @Valid NewUser user) {}

  /** Not validated further: an invalid address simply has no account. */
  record Credentials(
      @Visible @Length(max = Emails.LONGEST) String email,
      @Visible @Length(max = 128) String password) {}

  record Login(@NotNull(message = Visible.BLANK) @Valid Credentials user) {}

  record Change(@NotNull(message = Visible.BLANK) @Valid UserChange user) {}

  @Public
  @PostMapping(Accounts.PREFIX)
  @ResponseStatus(HttpStatus.CREATED)
  Session register(@RequestBody Registration body, HttpServletRequest request) {
    var user = body.user();
    return accounts.register(
        user.username(), user.email(), user.password(), clients.network(request));
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/guest")
  @ResponseStatus(HttpStatus.CREATED)
  Session guest(HttpServletRequest request) {
    return accounts.guest(clients.network(request));
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/login")
  Session login(@RequestBody Login body, HttpServletRequest request) {
    return accounts.login(body.user().email(), body.user().password(), clients.network(request));
  }

  @GetMapping(CURRENT)
  Session show(@RequestAttribute User caller) {
    return sessions.start(caller);
  }

  @PutMapping(CURRENT)
  Session change(@RequestAttribute User caller, @RequestBody Change body) {
    return accounts.change(caller, body.user());
  }
}
