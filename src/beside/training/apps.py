from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "beside.training"
    label = "training"

    def ready(self) -> None:
        """Take the room's places in the menus, among what is kept, and its starting data."""
        from beside.kernel import starting as house
        from beside.training import face, retention, starting

        face.register()
        retention.register()
        house.register("courses", starting.fill)
