"""One process, one port: pages and sockets, each by its own half."""

import asyncio
import gzip
import io
import threading

import brotli
import pytest
from django.http import HttpResponse

from beside.design.compress import Compressed
from beside.web import asgi, threads
from beside.web.threads import Threads


def ask(kind, path="/healthz", *, headers=(), query=b"", **more):
    """What the application answers, as a list of ASGI messages."""
    scope = {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 8000),
        "subprotocols": [],
        **more,
    }
    sent = []

    async def send(message):
        sent.append(message)

    coming = iter(
        [{"type": "http.request"}, {"type": "http.disconnect"}]
        if kind == "http"
        else [{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1006}]
    )

    async def receive():
        return next(coming)

    asyncio.run(asgi.application(scope, receive, send))
    return sent


def test_a_page_is_answered_through_the_threads():
    sent = ask("http")

    assert sent[0]["status"] == 200
    assert b"".join(message.get("body", b"") for message in sent[1:]) == b"ok\n"


def test_bytes_that_are_not_ascii_in_a_query_break_nothing():
    assert ask("http", query="q=Peña".encode())[0]["status"] == 200


def test_a_header_with_underscores_cannot_pass_for_another():
    headers = [(b"x_forwarded_proto", b"https"), (b"x-kept", b"1")]

    washed = asgi._washed({"headers": headers, "query_string": b""})

    assert washed["headers"] == [(b"x-kept", b"1")]


@pytest.mark.django_db  # Channels looks whether old connections are to be closed
def test_a_socket_from_another_site_is_refused():
    sent = ask("websocket", "/live/", headers=[(b"origin", b"https://elsewhere.example")])

    assert sent[0]["type"] == "websocket.close"


@pytest.mark.django_db  # Channels looks whether old connections are to be closed
def test_a_socket_without_an_origin_is_refused():
    assert ask("websocket", "/live/")[0]["type"] == "websocket.close"


TEXT = "Naloxone is free. " * 100


@pytest.fixture
def squeezed(rf):
    def answer(accepted="br, gzip", *, cookie="", sets=""):
        def view(request):
            response = HttpResponse(TEXT)
            if sets:
                response.set_cookie(sets, "1")
            return response

        request = rf.get("/", headers={"Accept-Encoding": accepted})
        if cookie:
            request.COOKIES[cookie] = "1"
        return Compressed(view)(request)

    return answer


def test_a_public_page_is_compressed_as_the_browser_likes(squeezed):
    assert brotli.decompress(squeezed().content).decode() == TEXT
    assert gzip.decompress(squeezed("gzip").content).decode() == TEXT
    assert squeezed("").content.decode() == TEXT
    assert squeezed()["Vary"] == "Accept-Encoding"


def test_an_answer_that_always_begins_the_same_goes_on_from_there(rf):
    def view(request):
        response = HttpResponse(TEXT + request.GET["more"])
        response.begins_with = TEXT.encode()
        return response

    for more in ("one", "another"):
        request = rf.get("/", {"more": more}, headers={"Accept-Encoding": "br, gzip"})
        answer = Compressed(view)(request)

        assert answer["Content-Encoding"] == "gzip"
        assert gzip.decompress(answer.content).decode() == TEXT + more
        assert answer["Content-Length"] == str(len(answer.content))


def answered(pages):
    """The ASGI messages of a WSGI application behind our threads."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/",
             "query_string": b"", "headers": []}  # fmt: skip
    threads = Threads(pages, 1)
    asyncio.run(threads(scope, receive, send))
    assert threads.working == 0
    return sent


def test_a_stream_comes_in_pieces_from_one_thread_and_is_closed():
    seen = []

    class Pieces:
        def __iter__(self):
            for piece in (b"a", b"b"):
                seen.append(threading.get_ident())
                yield piece

        def close(self):
            seen.append(threading.get_ident())

    def pages(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Pieces()

    sent = answered(pages)

    assert sent[0]["headers"] == [(b"content-type", b"text/plain")]
    assert [message["body"] for message in sent[1:]] == [b"a", b"b", b""]
    assert len(seen) == 3
    assert len(set(seen)) == 1


def _form(*pieces, whole=True):
    """What a server hands over of a form that came in pieces; else of one that was cut off."""
    for place, piece in enumerate(pieces, 1):
        yield {"type": "http.request", "body": piece, "more_body": not whole or place < len(pieces)}
    yield {"type": "http.disconnect"}


def _sent_to(pages, *forms):
    """Forms come one after the other, none waiting for the one before, to a house of one thread."""
    here, answers = Threads(pages, 1), []

    async def all_of_them():
        async def one(form):
            sent = []

            async def send(message):
                sent.append(message)

            async def receive():
                return await coming if asyncio.isfuture(coming := next(form)) else coming

            await here({"type": "http", "http_version": "1.1", "method": "POST", "path": "/",
                        "query_string": b"", "headers": []}, receive, send)  # fmt: skip
            answers.append(sent)

        await asyncio.gather(*(one(form) for form in forms), return_exceptions=True)

    asyncio.run(all_of_them())
    return answers


def _echo(environ, start_response):
    start_response("200 OK", [])
    return Whole([environ["wsgi.input"].read()])


class Whole(list):
    streaming = False


def test_a_form_in_pieces_is_read_whole():
    ((_head, body),) = _sent_to(_echo, _form(b"street=12 ", b"Elm St"))

    assert body["body"] == b"street=12 Elm St"


def test_a_form_that_was_cut_off_is_never_read_as_if_that_were_all_of_it():
    read = []

    assert _sent_to(lambda *_: read.append(1), _form(b"street=12 E", whole=False)) == [[]]
    assert not read


def test_a_long_form_that_was_cut_off_cannot_be_read_to_its_end(monkeypatch):
    monkeypatch.setattr(threads, "HELD", 4)
    read = []

    def pages(environ, start_response):
        with pytest.raises(threads.CutOff):
            read.append(environ["wsgi.input"].read())
        return _echo({"wsgi.input": io.BytesIO()}, start_response)

    _sent_to(pages, _form(b"street", b"=12 E", whole=False))

    assert not read


def test_a_form_that_comes_slowly_holds_no_thread():
    slowly = iter([{"type": "http.request", "body": b"a", "more_body": True}])

    async def never():
        await asyncio.sleep(60)

    def slow():
        yield next(slowly)
        yield asyncio.ensure_future(asyncio.wait_for(never(), 0.5))

    (quick, *_none) = _sent_to(_echo, slow(), _form(b"quick"))

    assert quick[1]["body"] == b"quick"


def test_a_page_for_somebody_is_never_compressed(squeezed):
    assert not squeezed(cookie="beside").has_header("Content-Encoding")
    assert not squeezed(sets="beside").has_header("Content-Encoding")
