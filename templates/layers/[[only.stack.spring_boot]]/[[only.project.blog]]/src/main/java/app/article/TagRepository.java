package app.article;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface TagRepository extends Repository<Tag, Long> {
  List<Tag> findByNameIn(Collection<String> names);

  /** Those of articles, sorted. */
  @Query(
      """
      select tag.name from Tag tag
      where exists (select 1 from Article article join article.tags used where used = tag)
      order by tag.name""")
  List<String> findNames();
}
