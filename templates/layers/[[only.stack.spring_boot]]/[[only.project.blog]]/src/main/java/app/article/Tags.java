package app.article;

import app.database.Inserts;
import app.text.Text;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/** The tags of all articles. */
@Component
class Tags {
  private final TagRepository tags;
  private final Inserts inserts;

  Tags(TagRepository tags, Inserts inserts) {
    this.tags = tags;
    this.inserts = inserts;
  }

  /** Tags with these names, which are added if there are none yet. */
  List<Tag> named(Collection<String> names) {
    var distinct = distinct(names);
    if (distinct.isEmpty()) {
      return List.of();
    }
    var rows = String.join(", ", Collections.nCopies(distinct.size(), "(?)"));
    inserts.insertMissing("INSERT INTO tags (name) VALUES " + rows, distinct.toArray());
    return tags.findByNameIn(distinct);
  }

  /**
   * The first of names that look the same, sorted, so that concurrent writers cannot lock each
   * other out.
   */
  private static List<String> distinct(Collection<String> names) {
    var byLook = new LinkedHashMap<String, String>();
    names.forEach(name -> byLook.putIfAbsent(Text.compared(name), name));
    return byLook.values().stream().sorted(Text.BY_CODE_POINT).toList();
  }
}
