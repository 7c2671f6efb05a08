# Copied into the package by `make generate`.
"""The request that follows a redirect.

Source: https://www.rfc-editor.org/rfc/rfc9110#name-redirection-3xx
"""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

from ._config import is_address
from ._exchange import Outgoing, RawResponse, SentHeaders

MAX_REDIRECTS = 20
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PORTS = {"http": 80, "https": 443}


def redirected(request: Outgoing, response: RawResponse, home: str, public: SentHeaders) -> Outgoing | None:
    """The request that follows a redirect.

    Args:
        request: The request that was redirected.
        response: Its response.
        home: The address of the API.
        public: The headers that another host gets in place of those of the request.

    Returns:
        The request; None if the response is no redirect, or one to nowhere.
    """
    locations = set(response.headers.get_list("location")) if response.status_code in _REDIRECTS else ()
    if len(locations) != 1:
        return None
    (location,) = locations
    try:
        url = urlsplit(urljoin(request.base_url + request.path, location))
        base = f"{url.scheme}://{url.netloc}"
        if not is_address(base):
            return None
    except ValueError:
        return None
    path, query = (quote(part, safe="/%:=&~+!$,;'@()*[]?") for part in (url.path or "/", url.query))
    path += f"?{query}" if query else ""
    # A copy in any case: the Host of the library may be another one.
    headers = (request.headers if _origin(base) == _origin(home) else public).with_others({})
    method, content = request.method, request.content
    if (response.status_code in (302, 303) and method != "HEAD") or (response.status_code == 301 and method == "POST"):
        method, content, headers = "GET", None, headers.with_others({"Content-Type": None})
    return Outgoing(method, base, path, headers, content)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    url = urlsplit(address)
    return url.scheme, url.hostname, url.port or _PORTS.get(url.scheme)
