"""The kernel's one WebSocket: news for browsers."""

from django.urls import path

from beside.kernel.live_socket import LiveSocket

websocket_urlpatterns = [path("live/", LiveSocket.as_asgi())]
