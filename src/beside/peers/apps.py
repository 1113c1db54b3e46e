from django.apps import AppConfig


class PeersConfig(AppConfig):
    name = "beside.peers"
    label = "peers"

    def ready(self) -> None:
        """Take the room's places in the menus, the vault, the outbox, the deadlines, the record."""
        from beside.peers import face

        face.register()
