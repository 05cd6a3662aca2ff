import re

from django.http import HttpRequest, HttpResponse

from app.accounts.current_user import get_viewer
from app.articles.queries import find_article
from app.comments import queries
from app.comments.schemas import CommentEnvelope, CommentList, NewComment
from app.envelopes import enveloped
from app.views import ApiView, answer


class Comments(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_article(slug)
        return answer(CommentList(comments=queries.comments_on(article, get_viewer(request))))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_article(slug)
        body = enveloped(request, "comment", NewComment).body
        return answer(CommentEnvelope(comment=queries.add_comment(article, self.user, body)), status=201)


class OneComment(ApiView):
    def delete(self, request: HttpRequest, slug: str, comment_id: str) -> HttpResponse:
        number = int(comment_id) if re.fullmatch(r"[1-9][0-9]{0,15}", comment_id) else 0
        queries.find_own_comment(find_article(slug), number, self.user).delete()
        return HttpResponse(status=204)
