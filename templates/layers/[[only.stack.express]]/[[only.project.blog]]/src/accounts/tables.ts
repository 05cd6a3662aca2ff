export interface AccountTables {
  users: {
    id: string;
    username: string;
    email: string;
    /** As it is compared. */
    email_key: string;
    password_hash: string;
    bio: string | null;
    image: string | null;
    created_at: Date;
  };
}
