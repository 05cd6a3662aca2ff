package app.message;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Query;

interface MessageRepository
    extends JpaRepository<Message, UUID>, JpaSpecificationExecutor<Message> {
  /** In a room that the user is a member of. */
  @Query(
      """
      from Message message join fetch message.author
      where message.id = :id and message.roomId in (
        select member.roomId from Membership member where member.user.id = :userId)""")
  Optional<Message> findVisible(UUID id, UUID userId);

  boolean existsByIdAndRoomId(UUID id, UUID roomId);
}
