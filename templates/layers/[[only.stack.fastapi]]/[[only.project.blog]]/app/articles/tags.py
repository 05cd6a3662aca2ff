from app.articles.queries import list_used_tags
from app.dependencies import SessionDep
from app.routing import Router
from app.schemas import Answer

public = Router(prefix="/api/tags")


class TagList(Answer):
    tags: list[str]


@public.get("")
async def list_tags(session: SessionDep) -> TagList:
    return TagList(tags=list(await list_used_tags(session)))
