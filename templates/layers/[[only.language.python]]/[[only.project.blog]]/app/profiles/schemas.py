from app.schemas import Answer


class Profile(Answer):
    username: str
    bio: str | None
    image: str | None
    following: bool


class ProfileEnvelope(Answer):
    profile: Profile
