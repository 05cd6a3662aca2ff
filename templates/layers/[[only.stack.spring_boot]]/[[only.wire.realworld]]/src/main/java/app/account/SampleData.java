package app.account;

/** What a project shows to somebody who has nothing of their own yet. */
public interface SampleData {
  void addTo(User user);
}
