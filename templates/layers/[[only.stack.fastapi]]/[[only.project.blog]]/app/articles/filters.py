from typing import Annotated

from fastapi import Depends, Query, Request

from app.articles.listing import ArticleFilter, Number, Page
from app.routing import check_once


async def get_page(
    request: Request,
    limit: Annotated[Number, Query(ge=1, le=100)] = 20,
    offset: Annotated[Number, Query(ge=0, le=2**31 - 1)] = 0,
) -> Page:
    check_once(request, "limit", "offset")
    return Page(limit, offset)


PageDep = Annotated[Page, Depends(get_page)]


async def get_article_filter(
    request: Request, article_filter: Annotated[ArticleFilter, Query()]
) -> ArticleFilter:
    check_once(request, *ArticleFilter.model_fields)
    return article_filter


ArticleFilterDep = Annotated[ArticleFilter, Depends(get_article_filter)]
