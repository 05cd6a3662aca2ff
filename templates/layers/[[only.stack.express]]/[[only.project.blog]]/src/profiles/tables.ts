export interface ProfileTables {
  follows: { follower_id: string; followed_id: string };
}
