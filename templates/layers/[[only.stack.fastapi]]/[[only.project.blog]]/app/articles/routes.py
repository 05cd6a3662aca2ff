from typing import Annotated

from fastapi import Body, Depends
from sqlalchemy import delete, select

from app.accounts.current_user import MyId, ViewerId
from app.articles import writing
from app.articles.listing import ArticleFilterDep, PageDep, list_page
from app.articles.models import Article
from app.articles.reading import read_article
from app.articles.schemas import ArticleChanges, ArticleEnvelope, ArticleList, NewArticle
from app.database import SessionDep
from app.failures import Forbidden, NotFound
from app.routing import Router, is_sound

router = Router(prefix="/api/articles", tags=["articles"])


async def get_article_id(slug: str, session: SessionDep) -> int:
    found = select(Article.id).where(Article.slug == slug)
    article_id = await session.scalar(found) if is_sound(slug) else None
    if article_id is None:
        raise NotFound("not found", about="article")
    return article_id


ArticleId = Annotated[int, Depends(get_article_id)]


async def get_my_article(my_id: MyId, article_id: ArticleId, session: SessionDep) -> Article:
    article = await session.get(Article, article_id)
    if article is None:
        raise NotFound("not found", about="article")
    if article.author_id != my_id:
        raise Forbidden("forbidden", about="article")
    return article


MyArticle = Annotated[Article, Depends(get_my_article)]


@router.get("")
async def list_articles(
    wanted: ArticleFilterDep, page: PageDep, viewer_id: ViewerId, session: SessionDep
) -> ArticleList:
    return await list_page(session, page, viewer_id, wanted.model_dump(exclude_none=True))


@router.get("/feed")
async def list_feed(page: PageDep, my_id: MyId, session: SessionDep) -> ArticleList:
    return await list_page(session, page, my_id, {"feed_of": my_id})


@router.post("", status_code=201)
async def write_article(
    article: Annotated[NewArticle, Body(embed=True)], my_id: MyId, session: SessionDep
) -> ArticleEnvelope:
    article_id = await writing.write_article(session, my_id, article)
    return await read_article(session, article_id, my_id)


@router.get("/{slug}")
async def show_article(viewer_id: ViewerId, article_id: ArticleId, session: SessionDep) -> ArticleEnvelope:
    return await read_article(session, article_id, viewer_id)


@router.put("/{slug}")
async def change_article(
    my_id: MyId, mine: MyArticle, article: Annotated[ArticleChanges, Body(embed=True)], session: SessionDep
) -> ArticleEnvelope:
    article_id = mine.id
    await writing.change_article(session, mine, article)
    return await read_article(session, article_id, my_id)


@router.delete("/{slug}", status_code=204)
async def delete_article(mine: MyArticle, session: SessionDep) -> None:
    await session.execute(delete(Article).where(Article.id == mine.id))
