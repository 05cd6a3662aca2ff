package app.broadcasting;

import app.account.SignIns;
import app.account.User;
import app.channel.Channels;
import app.channel.Hub;
import app.channel.Person;
import app.channel.Signer;
import app.failure.Failure;
import app.http.Public;
import app.text.Length;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Subscriptions of the WebSocket are authorized over HTTP. */
@RestController
@RequestMapping("/api/v1/broadcasting")
class BroadcastingController {
  private static final int LONGEST_CHANNEL = 164;
  private static final String SOCKET_ID = "(?=.{3,64}$)[0-9]+\\.[0-9]+";

  private final Authority authority;
  private final SignIns signIns;
  private final Hub hub;
  private final Signer signer;

  BroadcastingController(Authority authority, SignIns signIns, Hub hub, Signer signer) {
    this.authority = authority;
    this.signIns = signIns;
    this.hub = hub;
    this.signer = signer;
  }

  record Config(String key) {}

  record SignatureRequest(
      @NotNull @Pattern(regexp = SOCKET_ID, message = "It is the id of a connection.")
          String socketId,
      @NotNull @Length(max = LONGEST_CHANNEL) String channelName) {}

  /** A presence channel's includes the user, as JSON. */
  record Signature(String auth, @JsonInclude(JsonInclude.Include.NON_NULL) String channelData) {}

  @Public
  @GetMapping("/config")
  Config config() {
    return new Config(signer.key());
  }

  @PostMapping("/auth")
  Signature sign(
      @RequestAttribute User caller,
      @RequestHeader("Authorization") String authorization,
      @RequestBody SignatureRequest body) {
    var channel = body.channelName();
    if (!authority.isAllowed(caller.id(), channel)) {
      throw new Failure(Failure.Kind.FORBIDDEN, "You may not subscribe to this channel.");
    }
    hub.saveSignIn(body.socketId(), channel, signIns.idIn(authorization));
    boolean isRoom = Channels.roomOf(channel).isPresent();
    var person = isRoom ? new Person(caller.id(), caller.name()) : null;
    return new Signature(
        signer.sign(body.socketId(), channel, person), isRoom ? person.asChannelData() : null);
  }
}
