package app.channel;

import java.util.UUID;

/** A user who is present on a channel. */
public record Person(UUID id, String name) {
  /** As JSON, in the form of the protocol. */
  public String asChannelData() {
    return Events.write(this);
  }
}
