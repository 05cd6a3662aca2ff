export interface AccountTables {
  users: {
    id: string;
    username: string;
    /** Normalized for comparison. */
    username_key: string;
    email: string;
    /** Normalized for comparison. */
    email_key: string;
    password_hash: string;
    bio: string | null;
    image: string | null;
    /** The subject of tokens. A new password sets a new one, which revokes older tokens. */
    token_subject: string;
    is_guest: boolean;
    created_at: Date;
  };
}
