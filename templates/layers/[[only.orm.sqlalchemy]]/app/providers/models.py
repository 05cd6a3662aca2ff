from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Text
from app.database import Model, now


class Identity(Model):
    """A person at a provider, and the account that they sign in to."""

    __tablename__ = "identities"

    issuer: Mapped[str] = mapped_column(Text(255), primary_key=True)
    subject: Mapped[str] = mapped_column(Text(255), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)


class Callback(Model):
    """A state that has been used, and the code that its browser can exchange once."""

    __tablename__ = "provider_callbacks"

    state_hash: Mapped[str] = mapped_column(Text(64), primary_key=True)
    code_hash: Mapped[str | None] = mapped_column(Text(64))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
