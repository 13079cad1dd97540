"""Without capitals or accents: what the database makes of a text, and what we make of it, are one."""

from django.db import connection

from tess.kernel.folding import plain


def test_every_latin_letter_is_folded_as_the_database_does(organisation):
    letters = [
        chr(code) for code in range(0x20, 0x180) if chr(code).isascii() or (code >= 0xC0 and chr(code).isalpha())
    ]
    texts = [*letters, "Prévention du SUICIDE", "Solitud’écoute", "cœur, Noël, ça", "Hépatites, ŒUVRE", "Łódź"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.plain_text(t) FROM unnest(%s) t", [texts])
        assert [text for (text,) in cursor.fetchall()] == [plain(text) for text in texts]
