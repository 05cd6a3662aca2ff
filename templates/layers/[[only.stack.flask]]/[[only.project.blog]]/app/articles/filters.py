from typing import Annotated

from pydantic import BaseModel, Field

from app.articles.listing import Number, Page


class PageQuery(BaseModel):
    limit: Annotated[Number, Field(ge=1, le=100)] = 20
    offset: Annotated[Number, Field(ge=0, le=2**31 - 1)] = 0

    def page(self) -> Page:
        return Page(self.limit, self.offset)
