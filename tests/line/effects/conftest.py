from tests.line.phone.fixtures import carrier, client_of_line, provider, surroundings  # noqa: F401
