package app.account;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

public interface Users extends JpaRepository<User, UUID> {
  Optional<User> findByEmailKey(String emailKey);

  Optional<User> findByTokenSubject(UUID tokenSubject);

  boolean existsByUsernameKey(String usernameKey);

  /** Not in the transaction of the caller, which has failed. */
  @Transactional(propagation = Propagation.NOT_SUPPORTED)
  default boolean hasUsernameKey(String usernameKey) {
    return existsByUsernameKey(usernameKey);
  }

  /** Locks the account until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from User where id = :id")
  Optional<User> lock(UUID id);

  /** What belongs to them is deleted by the database. */
  @Modifying
  @Transactional
  @Query(value = "DELETE FROM users WHERE is_guest AND created_at < :moment", nativeQuery = true)
  void deleteGuestsBefore(Instant moment);
}
