"""Where Piccolo's tables find their engine."""

from piccolo.conf.apps import AppRegistry

from underpin.kernel.database.engine import ENGINE as DB

APP_REGISTRY = AppRegistry(apps=[])

__all__ = ["APP_REGISTRY", "DB"]
