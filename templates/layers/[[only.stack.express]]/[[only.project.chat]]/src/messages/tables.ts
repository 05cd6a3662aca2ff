export interface MessageTables {
  messages: {
    /** Its position in the room; `addMessage` generates it. */
    id: string;
    room_id: string;
    author_id: string;
    body: string;
    created_at: Date;
    edited_at: Date | null;
  };
}
