from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "beside.design"
    label = "design"

    def ready(self) -> None:
        """Words first: whoever starts, server or test, reads the catalogues as they stand."""
        from beside.design.words.compiled import ensure_compiled

        ensure_compiled()
