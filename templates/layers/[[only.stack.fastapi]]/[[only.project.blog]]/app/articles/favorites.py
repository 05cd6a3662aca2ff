from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.accounts.current_user import MyId
from app.articles.models import Favorite
from app.articles.reading import read_article
from app.articles.routes import ArticleId
from app.articles.schemas import ArticleEnvelope
from app.database import SessionDep
from app.failures import NotFound
from app.inserts import insert_missing
from app.routing import Router

router = Router(prefix="/api/articles/{slug}/favorite", tags=["articles"])


@router.post("")
async def favorite(my_id: MyId, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    try:
        await insert_missing(session, Favorite, [{"article_id": article_id, "user_id": my_id}])
    except IntegrityError:
        # It was deleted in the meantime.
        raise NotFound("not found", about="article") from None
    return await read_article(session, article_id, my_id)


@router.delete("")
async def unfavorite(my_id: MyId, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    await session.execute(
        delete(Favorite).where(Favorite.article_id == article_id, Favorite.user_id == my_id)
    )
    return await read_article(session, article_id, my_id)
