"""The few pages a phone keeps: what to do in an overdose, and whom to call.

The room that owns one registers its address; the worker keeps these pages in each
language in which they stand and nothing else. What lies below a kept page falls back
to it without a signal, all else to the first. Leaving by the exit removes worker and copies.
"""

import hashlib
import json
from collections.abc import Callable

from django.conf import settings
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation

from beside.design import languages

_kept: list[str] = []

WORKER = """const N=%(name)s,P=%(paths)s;
addEventListener("install",e=>e.waitUntil(caches.open(N).then(c=>c.addAll(P)).then(()=>skipWaiting())));
addEventListener("activate",e=>e.waitUntil(caches.keys().then(k=>Promise.all(k.filter(n=>n!==N).map(n=>caches.delete(n)))).then(()=>clients.claim())));
addEventListener("fetch",e=>{const r=e.request,u=new URL(r.url);
if(r.mode!=="navigate"||r.method!=="GET"||u.pathname==="/exit"||u.pathname.includes("/staff/"))return;
const k=P.find(p=>u.pathname.startsWith(p))||P.find(p=>p.slice(0,4)===u.pathname.slice(0,4))||P[0];
const n=fetch(r).then(a=>{if(k===u.pathname&&a.ok){const c=a.clone();caches.has(N).then(h=>h&&caches.open(N).then(s=>s.put(k,c)))}return a});
const s=()=>caches.match(k);
e.respondWith(k===u.pathname?s().then(a=>a?(n.catch(()=>0),a):n):n.catch(()=>s().then(a=>a||Response.error())))});
"""  # noqa: E501


def keep(url_name: str) -> None:
    """Have phones keep this page, in every language, once it has been seen."""
    if url_name not in _kept:
        _kept.append(url_name)


def paths() -> list[str]:
    """The addresses that are kept."""
    return [path for code, _ in settings.LANGUAGES for name in _kept if (path := _path(name, code))]


def _path(url_name: str, language: str) -> str:
    """The address in that language; "" when there is none, or the page does not stand in it."""
    with translation.override(language):
        try:
            path = reverse(url_name)
        except NoReverseMatch:
            return ""
        return path if language in languages.codes_of(resolve(path).func) else ""


def worker(draw: Callable[[str], bytes]) -> str:
    """The worker's text; its name changes when a page it keeps does."""
    kept = paths()
    digest = hashlib.sha256(b"".join(map(draw, kept))).hexdigest()[:12]
    return WORKER % {"name": json.dumps(digest), "paths": json.dumps(kept, separators=(",", ":"))}
