from sqlalchemy import exists, select

from app.articles.models import ArticleTag, Tag
from app.database import SessionDep
from app.routing import Router
from app.schemas import Answer

router = Router(prefix="/api/tags", tags=["tags"])


class TagList(Answer):
    tags: list[str]


@router.get("")
async def list_tags(session: SessionDep) -> TagList:
    used = select(Tag.name).where(exists().where(ArticleTag.tag_id == Tag.id))
    return TagList(tags=list(await session.scalars(used.order_by(Tag.name))))
