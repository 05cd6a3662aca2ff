package app.room;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

public interface MembershipRepository
    extends JpaRepository<Membership, UUID>, JpaSpecificationExecutor<Membership> {
  @Query("select count(*) > 0 from Membership where roomId = :roomId and user.id = :userId")
  boolean existsByRoomIdAndUserId(UUID roomId, UUID userId);

  boolean existsByRoomId(UUID roomId);

  @Query("select user.id from Membership where roomId = :roomId")
  List<UUID> findUserIds(UUID roomId);

  /** Returns how many were removed. */
  @Modifying
  @Query("delete from Membership where roomId = :roomId and user.id = :userId")
  int remove(UUID roomId, UUID userId);

  @Modifying
  @Transactional
  @Query("update Membership set readUpTo = :messageId where roomId = :roomId and user.id = :userId")
  void markRead(UUID roomId, UUID userId, UUID messageId);
}
