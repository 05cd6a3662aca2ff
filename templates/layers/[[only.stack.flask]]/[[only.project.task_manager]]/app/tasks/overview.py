"""Labels and statistics of the caller's tasks."""

from flask import Blueprint, Response

from app.accounts.current_user import get_current_user, require_user
from app.requests import answer
from app.session import get_session
from app.tasks.schemas import LabelList
from app.tasks.statistics import count_labels, count_tasks

blueprint = Blueprint("overview", __name__, url_prefix="/api/v1")
blueprint.before_request(require_user)


@blueprint.get("/labels")
def list_labels() -> Response:
    return answer(LabelList(items=count_labels(get_session(), get_current_user())))


@blueprint.get("/stats")
def show_stats() -> Response:
    return answer(count_tasks(get_session(), get_current_user()))
