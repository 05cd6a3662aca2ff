package app.page;

import java.util.UUID;

/** Something that is listed. */
public interface Row {
  UUID id();
}
