from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.columns import Text
from app.database import Model, now
from app.text import as_compared, email_key


class User(Model):
    __tablename__ = "users"
    __table_args__ = (Index(None, "username_key", unique=True), Index(None, "is_guest", "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    # Implied by the unique key, but databases of the template's first version have this constraint too.
    username: Mapped[str] = mapped_column(Text(64), unique=True)
    # Normalized for comparison. Composing a letter can turn it into three.
    username_key: Mapped[str] = mapped_column(Text(192), server_default="")
    email: Mapped[str] = mapped_column(Text(254))
    # Normalized for comparison. Case folding can turn a letter into three.
    email_key: Mapped[str] = mapped_column(Text(762), unique=True)
    password_hash: Mapped[str] = mapped_column(Text(255))
    bio: Mapped[str | None] = mapped_column(Text(2000))
    image: Mapped[str | None] = mapped_column(Text(2048))
    # The subject of tokens. A new password sets a new one, which revokes older tokens.
    token_subject: Mapped[UUID] = mapped_column(default=uuid4, unique=True, index=True)
    is_guest: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @validates("username")
    def compose(self, _: str, username: str) -> str:
        self.username_key = as_compared(username)
        return username

    @validates("email")
    def normalize(self, _: str, email: str) -> str:
        self.email_key = email_key(email)
        return email
