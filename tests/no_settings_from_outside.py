"""Remove the variables that this package and the libraries under it read, some of them when they are imported.

They are removed for this process and for those that it starts.
"""

from __future__ import annotations

import os

for name in [
    "DD_API_KEY", "DD_APP_KEY", "DD_SITE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "NETRC", "CI",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE",
]:  # fmt: skip
    os.environ.pop(name, None)
    os.environ.pop(name.lower(), None)
