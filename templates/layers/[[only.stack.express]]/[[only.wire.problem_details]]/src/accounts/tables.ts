export interface AccountTables {
  users: {
    id: string;
    email: string;
    /** Normalized for comparison. */
    email_key: string;
    name: string;
    password_hash: string;
    is_guest: boolean;
    created_at: Date;
  };
  /** A family of refresh tokens. Deleting its row deletes its tokens. */
  sign_ins: { id: string; user_id: string; expires_at: Date };
  refresh_tokens: {
    token_hash: string;
    sign_in_id: string;
    expires_at: Date;
    used: boolean;
  };
}
