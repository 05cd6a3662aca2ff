export interface RoomTables {
  rooms: {
    id: string;
    name: string;
    /** Normalized for comparison. */
    name_key: string;
    topic: string | null;
    private: boolean;
    created_by: string;
    created_at: Date;
    /** Kept when the message is deleted, so that later messages never get an earlier id. */
    last_message_id: string;
  };
  members: {
    /** Sorts by the time of joining. */
    id: string;
    room_id: string;
    user_id: string;
    joined_at: Date;
    /** A position in the order of messages, not a reference: it stays when the message is deleted. */
    read_up_to: string;
  };
}
