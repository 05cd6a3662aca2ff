package app.database;

import java.util.List;

/** The kinds of databases that this project has drivers for. */
final class Drivers {
  static final List<Dialect> ALL = List.of(new Mysql(), new Sqlite());

  private Drivers() {}
}
