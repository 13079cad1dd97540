"""How today's page saves, as the gate reads it on the wire.

Another way of saving is another class with these three methods, another `Desk` that speaks so, and what `BrowserTypist.reopen`
waits for; rounds, kills and comparison stay.
"""

import re
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qs

_ACTS = {"nouvelle": "open", "enregistrer": "save", "clore": "close"}
_PATH = re.compile(r"/fiches/(?:([0-9a-f-]{36})/)?(nouvelle|enregistrer|clore)/")
_RECORD = re.compile(r"/fiches/[0-9a-f-]{36}/")


class TodaysPage:
    """The whole form, posted to its record's address; 200 once it is saved, elsewhere once it is opened or closed."""

    def act(self, method, path):
        """What a request does, "open", "save" or "close", and to which record; ("", "") for any other."""
        found = _PATH.fullmatch(path.partition("?")[0])
        return (_ACTS[found[2]], found[1] or "") if method == "POST" and found else ("", "")

    def text(self, kind, body):
        """The note in a request's body of that content type."""
        if kind.startswith("multipart/"):
            whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
            named = {part.get_param("name", header="content-disposition"): part for part in whole.iter_parts()}
            return named["note"].get_payload(decode=True).decode() if "note" in named else ""
        return parse_qs(body.decode(), keep_blank_values=True).get("note", [""])[0]

    def acknowledges(self, act, status, headers, _body):
        """Whether that answer says: it is saved. A page that leaves for elsewhere, to sign in again say, doesn't."""
        where = next((value for name, value in headers if name.lower() == "location"), "")
        if act == "close":
            return status == 302 and where == "/fiches/"
        return (act == "save" and status == 200) or (status == 302 and bool(_RECORD.match(where)))
