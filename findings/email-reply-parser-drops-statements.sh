#!/bin/bash
# email-reply-parser 0.5.12 and mail-parser-reply 1.36: a press release loses the statement it was sent for.
# Guess:   in a first message, without any quoted lines ("> ..."), nothing is taken for an earlier message.
# Happens: a line like "On Tuesday the mayor of Marlow Bay wrote:" counts as the heading that mail programs put over
#          a quotation, and everything below it is dropped by both. email-reply-parser also takes a list at the end
#          whose items begin with a dash and a letter ("-The ferry stays") for a signature.
# Matters: statements, decisions and figures are missing from the indexed text without a gap being visible.
# Avoid:   strip only messages with an In-Reply-To header, and keep the whole text beside the stripped one.
set -euo pipefail
dir=$(mktemp -d) && trap 'rm -rf "$dir"' EXIT && cd "$dir"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check email-reply-parser==0.5.12 mail-parser-reply==1.36 2>/dev/null
cat > check.py <<'PY'
from importlib.metadata import version

import email_reply_parser
import mailparser_reply

print("email-reply-parser", version("email-reply-parser"), "mail-parser-reply", version("mail-parser-reply"))
STATEMENT = """Press release

On Tuesday the mayor of Marlow Bay wrote:

The harbour wall stays closed. It costs £4.7 million.

The press office
"""
DECISIONS = """The council decided three things:

-The wall closes in March
-The ferry stays
-The lido opens in May
"""
for text, kept in ((STATEMENT, "Press release"), (DECISIONS, "The council decided three things:")):
    seen = email_reply_parser.EmailReplyParser.parse_reply(text)
    print("email-reply-parser:", repr(seen))
    assert seen == kept
seen = mailparser_reply.EmailReplyParser(languages=["en"]).read(STATEMENT).latest_reply
print("mail-parser-reply: ", repr(seen))
assert seen == "Press release"
PY
env/bin/python check.py
