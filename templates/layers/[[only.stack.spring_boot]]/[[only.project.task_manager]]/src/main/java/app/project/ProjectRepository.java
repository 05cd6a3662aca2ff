package app.project;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

public interface ProjectRepository
    extends JpaRepository<Project, UUID>, JpaSpecificationExecutor<Project> {
  Optional<Project> findByIdAndUserId(UUID id, UUID userId);

  boolean existsByIdAndUserId(UUID id, UUID userId);

  /** Keeps others from adding tasks to it until the transaction ends. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("from Project where id = :id and userId = :userId")
  Optional<Project> lock(UUID id, UUID userId);

  /** Keeps its tasks, which change. */
  @Modifying
  @Query(
      """
      update Task set projectId = null, version = version + 1, updatedAt = :now
      where projectId = :id""")
  void releaseTasks(UUID id, Instant now);
}
