export interface ProjectTables {
  projects: {
    id: string;
    user_id: string;
    name: string;
    /** Normalized for comparison. */
    name_key: string;
    color: string | null;
    archived: boolean;
    created_at: Date;
    updated_at: Date;
  };
}
