import type { Status } from "./schemas.ts";

export interface TaskTables {
  tasks: {
    id: string;
    user_id: string;
    project_id: string | null;
    title: string;
    description: string;
    /** Case-folded for `q`. */
    folded_title: string;
    folded_description: string;
    status: Status;
    /** Stored as its rank, so that it sorts by urgency. */
    priority: number;
    due_at: Date | null;
    completed_at: Date | null;
    version: number;
    created_at: Date;
    updated_at: Date;
  };
  task_labels: { task_id: string; name: string };
}
