package app.task;

/** By rank, which is what is stored, so that tasks sort by urgency. */
public enum Priority {
  LOW,
  MEDIUM,
  HIGH,
  URGENT
}
