"""The features of this project, in the order of its API."""

from app.accounts.routes import router as accounts
from app.errors import error_handlers
from app.projects.routes import router as projects
from app.tasks.overview import router as overview
from app.tasks.routes import router as tasks

__all__ = ["error_handlers", "routers"]

routers = [accounts, projects, tasks, overview]
