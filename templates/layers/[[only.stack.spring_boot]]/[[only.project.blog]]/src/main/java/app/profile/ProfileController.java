package app.profile;

import app.account.User;
import app.account.Viewer;
import app.http.Public;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/profiles/{username}")
class ProfileController {
  private final Profiles profiles;

  ProfileController(Profiles profiles) {
    this.profiles = profiles;
  }

  record Envelope(Profile profile) {}

  @Public
  @GetMapping
  Envelope show(Viewer viewer, @PathVariable String username) {
    return new Envelope(profiles.find(username, viewer.id()));
  }

  @PostMapping("/follow")
  Envelope follow(@RequestAttribute User caller, @PathVariable String username) {
    return new Envelope(profiles.follow(caller, username));
  }

  @DeleteMapping("/follow")
  Envelope unfollow(@RequestAttribute User caller, @PathVariable String username) {
    return new Envelope(profiles.unfollow(caller, username));
  }
}
