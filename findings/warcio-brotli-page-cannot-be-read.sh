#!/bin/bash
# warcio 1.8.1 with brotli 1.2.1: no page of a web archive that was sent with Brotli can be read.
# Guess:   content_stream() decodes "Content-Encoding: br" when the brotli package is installed, as it decodes gzip.
# Happens: reading raises AttributeError: the decompressor of that package has no attribute unused_data. The same page
#          with gzip is read, and brotli itself decompresses the raw bytes of the record.
# Matters: archives recorded through a browser are full of Brotli; an error handler that skips bad records leaves them all out.
# Avoid:   read record.raw_stream and call brotli.decompress.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check warcio==1.8.1 brotli==1.2.1 2>/dev/null
cat > check.py <<'PY'
import gzip
import io
from importlib.metadata import version

import brotli
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

print("warcio", version("warcio"), "brotli", version("brotli"))
PAGE = b"<p>The wall cost 4.7 million.</p>" * 20


def archive(encoding, body):
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=True)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", encoding)]
    head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    address = "https://news.example/wall"
    writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=head))
    return io.BytesIO(file.getvalue())


def read(file):
    record = next(iter(ArchiveIterator(file)))
    try:
        return record.content_stream().read()
    except AttributeError as error:
        return str(error)


packed = brotli.compress(PAGE)
zipped, failed = read(archive("gzip", gzip.compress(PAGE))), read(archive("br", packed))
print("gzip:", len(zipped), "bytes; br:", failed)
assert zipped == PAGE and "unused_data" in failed
raw = next(iter(ArchiveIterator(archive("br", packed)))).raw_stream.read()
assert brotli.decompress(raw) == PAGE
PY
env/bin/python check.py
