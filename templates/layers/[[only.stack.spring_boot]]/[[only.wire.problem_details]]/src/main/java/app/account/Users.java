package app.account;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

public interface Users extends JpaRepository<User, UUID> {
  Optional<User> findByEmailKey(String emailKey);

  /** Locks the account until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from User where id = :id")
  Optional<User> lock(UUID id);

  @Query("select id from User where isGuest and createdAt < :moment")
  List<UUID> findGuestsBefore(Instant moment);
}
