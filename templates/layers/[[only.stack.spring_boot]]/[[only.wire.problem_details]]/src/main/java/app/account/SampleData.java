package app.account;

import java.util.UUID;

/** What a project shows to somebody who has nothing of their own yet. */
public interface SampleData {
  void addTo(User user);

  /** Deletes the account of a guest, with everything that belongs to it. */
  void removeGuest(UUID id);
}
