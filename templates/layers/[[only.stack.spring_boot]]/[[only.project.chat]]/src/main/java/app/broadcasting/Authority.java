package app.broadcasting;

import app.account.SignIns;
import app.channel.Access;
import app.channel.Channels;
import app.room.MembershipRepository;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Decides who may subscribe to which channel. */
@Service
class Authority implements Access {
  private final SignIns signIns;
  private final MembershipRepository memberships;

  Authority(SignIns signIns, MembershipRepository memberships) {
    this.signIns = signIns;
    this.memberships = memberships;
  }

  boolean isAllowed(UUID userId, String channel) {
    return channel.equals(Channels.ROOMS)
        || channel.equals(Channels.ofUser(userId))
        || Channels.roomOf(channel)
            .filter(roomId -> memberships.existsByRoomIdAndUserId(roomId, userId))
            .isPresent();
  }

  @Override
  public boolean maySubscribe(String signIn, UUID userId, String channel) {
    return signIns
        .ownerOf(signIn)
        .filter(owner -> userId == null || userId.equals(owner))
        .filter(owner -> isAllowed(owner, channel))
        .isPresent();
  }

  @Override
  public Set<String> ended(Collection<String> all) {
    var ended = new HashSet<>(all);
    ended.removeAll(signIns.running(all));
    return ended;
  }
}
