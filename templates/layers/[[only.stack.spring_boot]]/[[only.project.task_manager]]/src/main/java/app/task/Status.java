package app.task;

public enum Status {
  TODO,
  IN_PROGRESS,
  DONE,
  CANCELLED
}
