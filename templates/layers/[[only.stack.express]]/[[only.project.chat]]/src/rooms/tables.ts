export interface RoomTables {
  rooms: {
    id: string;
    name: string;
    /** As it is compared. */
    name_key: string;
    topic: string | null;
    private: boolean;
    created_by: string;
    created_at: Date;
    /** Outlives the message, so that no later one gets an earlier id. */
    last_message_id: string;
  };
  members: {
    /** Sorts by when they joined. */
    id: string;
    room_id: string;
    user_id: string;
    joined_at: Date;
    /** A place in the order of messages, not a message: it stays when that one is deleted. */
    read_up_to: string;
  };
}
