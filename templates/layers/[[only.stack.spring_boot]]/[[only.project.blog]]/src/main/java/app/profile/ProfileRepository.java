package app.profile;

import app.account.User;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ProfileRepository extends Repository<User, UUID> {
  @Query(
      """
      select new app.profile.Profile(
        person.username, person.bio, person.image, :viewerId member of person.followers)
      from User person where person.username = :username""")
  Optional<Profile> find(String username, UUID viewerId);
}
