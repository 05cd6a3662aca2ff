package app.sample;

import app.account.Guests;
import app.account.SampleData;
import app.account.User;
import app.message.Messages;
import app.room.Rooms;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Sample rooms and messages. */
@Component
public class Sample implements SampleData {
  private static final List<String> GREETINGS =
      List.of(
          "Hello! This room is private: only the two of us are in it.",
          "Write something, open a second window, or make a public room and wait for others.");

  private static final List<String> CONVERSATION =
      List.of(
          "Is this thing on?",
          "Loud and clear 👋",
          "Open a second window, sign in as the other one of us, and type something.",
          "Then restart the server while we talk. Nothing gets lost, nothing arrives twice.");

  private final Guests guests;
  private final Rooms rooms;
  private final Messages messages;
  private final TransactionTemplate transaction;

  Sample(Guests guests, Rooms rooms, Messages messages, TransactionTemplate transaction) {
    this.guests = guests;
    this.rooms = rooms;
    this.messages = messages;
    this.transaction = transaction;
  }

  /**
   * Welcomes a guest in a room of their own. Ada is a guest too, so she is deleted when they are.
   */
  @Override
  public void addTo(User guest) {
    // First, because a password is hashed, which no transaction waits for.
    var ada = guests.add("Ada");
    transaction.executeWithoutResult(_ -> welcome(guest, ada));
  }

  private void welcome(User guest, User ada) {
    var name = "Welcome " + guest.email().replace("@guest.invalid", "");
    var room = rooms.add(guest, name, "Try it out", true);
    rooms.addMember(room, ada.id());
    GREETINGS.forEach(greeting -> messages.add(ada, room.id(), greeting));
  }

  @Override
  public void removeGuest(UUID id) {
    rooms.removeUser(id);
  }

  /** Adds two rooms, and a conversation in one of them. */
  @Transactional
  public void addConversation(User ada, User grace) {
    var general = rooms.add(ada, "general", "Everything and nothing", false);
    rooms.add(grace, "random", null, false);
    rooms.addMember(general, grace.id());
    var people = List.of(ada, grace);
    for (int place = 0; place < CONVERSATION.size(); place++) {
      messages.add(people.get(place % 2), general.id(), CONVERSATION.get(place));
    }
  }
}
