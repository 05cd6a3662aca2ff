package app.channel;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Decides who may subscribe, and for how long. */
public interface Access {
  /**
   * Checks again, because the user may have signed out or left since the signature.
   *
   * @param userId null on a private channel
   */
  boolean maySubscribe(String signIn, UUID userId, String channel);

  /** Those of the sign-ins that have ended. */
  Set<String> ended(Collection<String> signIns);
}
