package app.room;

import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

public interface RoomRepository extends JpaRepository<Room, UUID>, JpaSpecificationExecutor<Room> {
  /** Users see public rooms, and those that they are a member of. */
  @Query(
      """
      from Room room where room.id = :id and (not room.isPrivate or exists (
        select 1 from Membership member where member.roomId = room.id and member.user.id = :userId))""")
  Optional<Room> findVisible(UUID id, UUID userId);

  /** Keeps ids of messages in the order of rows, until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from Room where id = :id")
  Optional<Room> lock(UUID id);

  List<Room> findByCreatedBy(UUID userId);

  @Query(
      """
      from Room room where room.createdBy <> :userId and room.id in (
        select member.roomId from Membership member where member.user.id = :userId)""")
  List<Room> findJoined(UUID userId);

  @Modifying
  @Query("delete from Room where id = :id")
  int deleteRow(UUID id);

  record Count(UUID roomId, long number) {}

  @Query(
      """
      select new app.room.RoomRepository$Count(member.roomId, count(*))
      from Membership member where member.roomId in :ids group by member.roomId""")
  List<Count> countMembers(Collection<UUID> ids);

  /** Only of those rooms that the user is a member of. Their own messages are read. */
  @Query(
      """
      select new app.room.RoomRepository$Count(member.roomId, count(message.id))
      from Membership member left join Message message
        on message.roomId = member.roomId and message.id > member.readUpTo and message.author.id <> :userId
      where member.user.id = :userId and member.roomId in :ids group by member.roomId""")
  List<Count> countUnread(UUID userId, Collection<UUID> ids);
}
