"""Complete, tested, secure backend projects, one behaviour in every stack."""

__version__ = "0.1.0"
