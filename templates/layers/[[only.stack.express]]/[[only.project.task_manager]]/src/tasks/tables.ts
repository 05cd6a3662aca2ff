import type { Status } from "./schemas.ts";

export interface TaskTables {
  tasks: {
    id: string;
    user_id: string;
    project_id: string | null;
    title: string;
    description: string;
    /** As `q` searches them. */
    folded_title: string;
    folded_description: string;
    status: Status;
    /** As its rank, so that sorting by it is sorting by urgency. */
    priority: number;
    due_at: Date | null;
    completed_at: Date | null;
    version: number;
    created_at: Date;
    updated_at: Date;
  };
  task_labels: { task_id: string; name: string };
}
