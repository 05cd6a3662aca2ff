from tests.channels.listening import phone

__all__ = ["phone"]
