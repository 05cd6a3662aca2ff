export interface ProjectTables {
  projects: {
    id: string;
    user_id: string;
    name: string;
    /** As it is compared. */
    name_key: string;
    color: string | null;
    archived: boolean;
    created_at: Date;
    updated_at: Date;
  };
}
