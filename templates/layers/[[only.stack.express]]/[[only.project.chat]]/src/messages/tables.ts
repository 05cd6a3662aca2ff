export interface MessageTables {
  messages: {
    /** Its place in the room: `say` makes it. */
    id: string;
    room_id: string;
    author_id: string;
    body: string;
    created_at: Date;
    edited_at: Date | null;
  };
}
