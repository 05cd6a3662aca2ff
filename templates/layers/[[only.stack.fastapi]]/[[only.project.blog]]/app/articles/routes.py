from typing import Annotated

from fastapi import Body, Depends

from app.accounts.current_user import CurrentUser, ViewerId, get_current_user
from app.articles import queries, writing
from app.articles.filters import ArticleFilterDep, PageDep
from app.articles.listing import in_feed_of, matching
from app.articles.models import Article
from app.articles.reading import list_page, read_article
from app.articles.schemas import ArticleChanges, ArticleEnvelope, ArticleList, NewArticle
from app.dependencies import SessionDep
from app.failures import Forbidden
from app.routing import Router

public = Router(prefix="/api/articles")
router = Router(prefix="/api/articles", dependencies=[Depends(get_current_user)])


async def get_article_id(slug: str, session: SessionDep) -> int:
    return await queries.find_article_id(session, slug)


ArticleId = Annotated[int, Depends(get_article_id)]


async def get_my_article(me: CurrentUser, article_id: ArticleId, session: SessionDep) -> Article:
    article = await queries.find_article(session, article_id)
    if article.author_id != me.id:
        raise Forbidden("forbidden", about="article")
    return article


MyArticle = Annotated[Article, Depends(get_my_article)]


@public.get("")
async def list_articles(
    wanted: ArticleFilterDep, page: PageDep, viewer_id: ViewerId, session: SessionDep
) -> ArticleList:
    return await list_page(session, page, viewer_id, matching(wanted))


@router.get("/feed")
async def list_feed(page: PageDep, me: CurrentUser, session: SessionDep) -> ArticleList:
    return await list_page(session, page, me.id, in_feed_of(me.id))


@router.post("", status_code=201)
async def write_article(
    article: Annotated[NewArticle, Body(embed=True)], me: CurrentUser, session: SessionDep
) -> ArticleEnvelope:
    article_id = await writing.write_article(session, me.id, article)
    return await read_article(session, article_id, me.id)


@public.get("/{slug}")
async def show_article(viewer_id: ViewerId, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    return await read_article(session, article_id, viewer_id)


@router.put("/{slug}")
async def change_article(
    me: CurrentUser,
    mine: MyArticle,
    article: Annotated[ArticleChanges, Body(embed=True)],
    session: SessionDep,
) -> ArticleEnvelope:
    await writing.change_article(session, mine, article)
    return await read_article(session, mine.id, me.id)


@router.delete("/{slug}", status_code=204)
async def delete_article(mine: MyArticle, session: SessionDep) -> None:
    await queries.delete_article(session, mine)
