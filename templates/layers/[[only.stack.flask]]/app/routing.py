from werkzeug.exceptions import MethodNotAllowed

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def allowed_methods(error: MethodNotAllowed) -> str:
    """The methods of all routes at this path, always in the same order."""
    return ", ".join(method for method in METHODS if method in (error.valid_methods or ()))
