package app.page;

import java.util.List;

/** A part of a list; without a cursor it is the last one. */
public record Page<T>(List<T> items, String nextCursor) {}
