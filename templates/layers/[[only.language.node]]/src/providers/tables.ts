export interface ProviderTables {
  /** A person at a provider, and the account that they sign in to. */
  identities: {
    issuer: string;
    subject: string;
    user_id: string;
    created_at: Date;
  };
  /** A state that has been used, and the code that its browser can exchange once. */
  provider_callbacks: {
    state_hash: string;
    code_hash: string | null;
    user_id: string | null;
    created_at: Date;
  };
}
