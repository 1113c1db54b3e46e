from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "beside.kernel"
    label = "kernel"

    def ready(self) -> None:
        from beside.kernel import gauges
        from beside.kernel.backup import diary  # noqa: F401 - adds what doctor asks
        from beside.kernel.transports import checks  # noqa: F401

        gauges.offer()
