"""French before Django: what the tiny reader finds is what gettext's own tools find."""

import polib
import pytest

from tess.local import words


def test_it_reads_what_the_tools_read():
    catalogue = polib.pofile(str(words.CATALOGUE))
    expected = {entry.msgid: entry.msgstr for entry in catalogue if not entry.obsolete}
    assert words.read_catalogue(words.CATALOGUE.read_text()) == expected


def test_quotes_and_several_lines():
    header = 'msgid ""\nmsgstr "Language: fr\\n"\n\n'
    text = header + '#, python-format\nmsgid ""\n"one \\"two\\" "\n"%(n)s"\nmsgstr "un « deux » %(n)s"\n'
    assert words.read_catalogue(text) == {'one "two" %(n)s': "un « deux » %(n)s"}


@pytest.mark.parametrize("message", ["", "never written anywhere"])
def test_an_unknown_message_stays_itself(message):
    assert words.gettext(message) == message
