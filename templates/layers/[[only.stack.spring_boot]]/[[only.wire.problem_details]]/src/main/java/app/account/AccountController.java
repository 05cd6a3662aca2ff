package app.account;

import app.http.Clients;
import app.http.Member;
import app.http.Public;
import app.text.Length;
import app.text.Name;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AccountController {
  private final Accounts accounts;
  private final Sessions sessions;
  private final Users users;
  private final Clients clients;

  AccountController(Accounts accounts, Sessions sessions, Users users, Clients clients) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.users = users;
    this.clients = clients;
  }

  record Registration(
      @NotNull @Email String email,
      @NotNull @Length(min = 8, max = 128) String password,
      @NotNull @Name(max = User.LONGEST_NAME) String name) {}

  /** Not validated further: an invalid address simply has no account. */
  record Credentials(
      @NotNull @Length(max = Emails.LONGEST) String email,
      @NotNull @Length(max = 128) String password) {}

  record RefreshToken(@NotNull @Length(max = 1000) String refreshToken) {}

  record UserChange(Member<@NotNull @Name(max = User.LONGEST_NAME) String> name) {}

  @Public
  @PostMapping(Accounts.PREFIX + "/register")
  @ResponseStatus(HttpStatus.CREATED)
  Session register(@RequestBody Registration body, HttpServletRequest request) {
    return accounts.register(body.email(), body.password(), body.name(), clients.network(request));
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/guest")
  @ResponseStatus(HttpStatus.CREATED)
  Session guest(HttpServletRequest request) {
    return accounts.guest(clients.network(request));
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/login")
  Session login(@RequestBody Credentials body, HttpServletRequest request) {
    return accounts.login(body.email(), body.password(), clients.network(request));
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/refresh")
  Session refresh(@RequestBody RefreshToken body) {
    return sessions.refresh(body.refreshToken());
  }

  @Public
  @PostMapping(Accounts.PREFIX + "/logout")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@RequestBody RefreshToken body) {
    sessions.logout(body.refreshToken());
  }

  @GetMapping("/api/v1/me")
  Session.UserView me(@RequestAttribute User caller) {
    return Session.UserView.of(caller);
  }

  @PatchMapping("/api/v1/me")
  Session.UserView change(@RequestAttribute User caller, @RequestBody UserChange body) {
    body.name().ifGiven(caller::rename);
    return Session.UserView.of(users.save(caller));
  }
}
