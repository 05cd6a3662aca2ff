from fastapi import Depends

from app.accounts.current_user import CurrentUser, get_current_user
from app.articles.queries import add_favorite, remove_favorite
from app.articles.reading import read_article
from app.articles.routes import ArticleId
from app.articles.schemas import ArticleEnvelope
from app.dependencies import SessionDep
from app.routing import Router

router = Router(prefix="/api/articles/{slug}/favorite", dependencies=[Depends(get_current_user)])


@router.post("")
async def favorite(me: CurrentUser, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    await add_favorite(session, article_id, me.id)
    return await read_article(session, article_id, me.id)


@router.delete("")
async def unfavorite(me: CurrentUser, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    await remove_favorite(session, article_id, me.id)
    return await read_article(session, article_id, me.id)
