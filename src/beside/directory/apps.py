from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "beside.directory"
    label = "directory"

    def ready(self) -> None:
        """Take the room's places in the menus, offline and among what is kept."""
        from beside.directory import public_face, staff_face
        from beside.directory.imports import face as imports_face

        public_face.register()
        staff_face.register()
        imports_face.register()
