# Copied from runtime/_transport/_content.py by `make generate`. Do not edit: change that file.
"""Decompresses the body of a response as it arrives, up to the length that the caller allows."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

# The encodings in Accept-Encoding, with the wbits of zlib: https://www.rfc-editor.org/rfc/rfc9110#name-content-codings
ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_RAW_DEFLATE = -15  # Some servers send it as "deflate".

# Bytes decompressed at a time: a compressed byte may expand to a thousand.
_PIECE = 1024 * 1024
# Bytes kept of a body that is too long, for the error.
_KEPT = 64 * 1024


class ContentReader:
    """Reads the body of one response.

    Attributes:
        problem: What is wrong with the body; None if nothing is.
        too_long: Whether it is longer than allowed.
    """

    def __init__(self, encoding: str, max_bytes: int) -> None:
        """Start reading a body.

        Args:
            encoding: The Content-Encoding of the response; empty without one.
            max_bytes: How many bytes are allowed, both before and after decompression.
        """
        self.problem: str | None = None
        self.too_long = False
        self._max_bytes = max_bytes
        # The first piece by itself, because most bodies have no other.
        self._first = b""
        self._buffer: io.BytesIO | None = None
        self._received = self._size = 0
        # https://www.rfc-editor.org/rfc/rfc9110#field.content-encoding: "identity" changes nothing.
        codings = [coding for part in encoding.lower().split(",") if (coding := part.strip()) not in ("", "identity")]
        self._wbits = ENCODINGS.get(codings[0], 0) if len(codings) == 1 else 0
        self._decompressor = zlib.decompressobj(self._wbits) if self._wbits else None
        if codings and self._decompressor is None:
            self.problem = f"its Content-Encoding is {encoding.strip()[:40]!r}, and only gzip and deflate were offered"

    def feed(self, chunk: bytes) -> Iterator[None]:
        """Add a received chunk; yields wherever other tasks may run, because decompression can take long."""
        self._received += len(chunk)
        self._check_length()
        if self._decompressor is None:
            self._add(chunk)
        elif self.problem is None:
            try:
                yield from self._decompress(self._decompressor, chunk)
            except zlib.error as error:
                self.problem = f"it cannot be decompressed ({error})"
                if not self._size:
                    # It may be text with a wrong Content-Encoding from an intermediary.
                    self._decompressor = None
                    self._add(chunk)

    @property
    def is_final(self) -> bool:
        """Whether what is still to come makes no difference, so that reading can stop."""
        return self.too_long or (self.problem is not None and self._decompressor is not None)

    def add_decompressed(self, content: bytes) -> None:
        """Add content that has already been read and decompressed, such as by an event hook."""
        self.problem = self._decompressor = None
        self._add(content)

    def content(self) -> bytes:
        """The complete content."""
        if self._decompressor is not None and self._received and not (self.problem or self._decompressor.eof):
            self.problem = "its compressed data ends early"
        content = self._first if self._buffer is None else self._buffer.getvalue()
        return content[:_KEPT] if self.too_long else content

    def _decompress(self, decompressor: zlib._Decompress, chunk: bytes) -> Iterator[None]:
        while True:
            if decompressor.eof:
                # There may be several members, followed by zeros: https://www.rfc-editor.org/rfc/rfc1952#page-5
                chunk = chunk.lstrip(b"\0") if self._wbits == ENCODINGS["gzip"] else b""
                if not chunk:
                    return
                decompressor = self._decompressor = zlib.decompressobj(self._wbits)
            try:
                piece = decompressor.decompress(chunk, _PIECE)
            except zlib.error:
                if self._wbits != ENCODINGS["deflate"] or self._size:
                    raise
                self._wbits = _RAW_DEFLATE
                decompressor = self._decompressor = zlib.decompressobj(self._wbits)
                continue
            self._add(piece)
            chunk = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            if self.too_long or not (chunk or len(piece) == _PIECE):
                return
            yield

    def _add(self, piece: bytes) -> None:
        if not self._size:
            self._first = piece
        else:
            if self._buffer is None:
                self._buffer = io.BytesIO(self._first)
                self._buffer.seek(0, io.SEEK_END)
            self._buffer.write(piece)
        self._size += len(piece)
        self._check_length()

    def _check_length(self) -> None:
        if max(self._size, self._received) > self._max_bytes:
            self.too_long = True
            self.problem = f"it is longer than max_response_bytes={self._max_bytes:,}"
