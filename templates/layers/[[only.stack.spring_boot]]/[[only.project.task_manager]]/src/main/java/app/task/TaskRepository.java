package app.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface TaskRepository extends JpaRepository<Task, UUID>, JpaSpecificationExecutor<Task> {
  Optional<Task> findByIdAndUserId(UUID id, UUID userId);

  /** Returns how many were deleted. */
  @Modifying
  @Transactional
  @Query("delete from Task where id = :id and version = :version")
  int deleteVersion(UUID id, int version);

  @Modifying
  @Transactional
  @Query("delete from Task where id = :id")
  int deleteAnyVersion(UUID id);

  record LabelCount(String name, long count) {}

  @Query(
      """
      select new app.task.TaskRepository$LabelCount(label, count(label))
      from Task task join task.labels label
      where task.userId = :userId group by label order by label""")
  List<LabelCount> countLabels(UUID userId);

  record Group(Status status, Priority priority, long count) {}

  @Query(
      """
      select new app.task.TaskRepository$Group(status, priority, count(*))
      from Task where userId = :userId group by status, priority""")
  List<Group> countGroups(UUID userId);

  @Query(
      """
      select count(*) from Task
      where userId = :userId and dueAt < :now and status in (TODO, IN_PROGRESS)""")
  long countOverdue(UUID userId, Instant now);

  long countByUserIdAndCompletedAtGreaterThanEqual(UUID userId, Instant moment);
}
