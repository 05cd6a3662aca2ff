from app.schemas import Answer


class TagList(Answer):
    tags: list[str]
