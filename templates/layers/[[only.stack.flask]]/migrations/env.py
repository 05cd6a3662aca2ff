"""Runs migrations on DATABASE_URL."""

import logging

from alembic import context

from app.database import Model
from app.engine import create_engine
from app.logs import configure_logs
from app.routes import load_settings  # and with it the tables of every feature

settings = load_settings()
configure_logs(settings)
logging.getLogger("alembic").setLevel(settings.log_level)

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or settings.database_url)
with engine.connect() as connection:
    # SQLite cannot alter most column properties, so its tables are copied instead.
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=True,
        user_module_prefix="",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
