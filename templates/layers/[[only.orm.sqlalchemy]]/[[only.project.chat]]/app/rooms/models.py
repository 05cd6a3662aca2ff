from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.accounts.models import User
from app.columns import Text
from app.database import Model, now
from app.ordered_ids import FIRST, next_id
from app.text import as_compared


class Room(Model):
    __tablename__ = "rooms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=next_id)
    name: Mapped[str] = mapped_column(Text(80))
    # Normalized for comparison. Case folding can turn a letter into three.
    name_key: Mapped[str] = mapped_column(Text(240), unique=True)
    topic: Mapped[str | None] = mapped_column(Text(250))
    private: Mapped[bool]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    # Kept when the message is deleted, so that later messages never get an earlier id.
    last_message_id: Mapped[UUID] = mapped_column(default=FIRST)

    @validates("name")
    def fold(self, _: str, name: str) -> str:
        self.name_key = as_compared(name).casefold()
        return name


class Member(Model):
    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("room_id", "user_id"), Index(None, "room_id", "id"))

    # Sorts by when they joined.
    id: Mapped[UUID] = mapped_column(primary_key=True, default=next_id)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    joined_at: Mapped[datetime] = mapped_column(default=now)
    # A position in the order of messages, not a reference: it stays when the message is deleted.
    read_up_to: Mapped[UUID] = mapped_column(default=FIRST)

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
