export interface AccountTables {
  users: {
    id: string;
    username: string;
    /** As it is compared. */
    username_key: string;
    email: string;
    /** As it is compared. */
    email_key: string;
    password_hash: string;
    bio: string | null;
    image: string | null;
    /** What tokens name. A new password brings a new one, so that older tokens name nobody. */
    token_subject: string;
    is_guest: boolean;
    created_at: Date;
  };
}
