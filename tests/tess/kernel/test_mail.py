"""Letters: an outbox row of ids, built from what is true when it leaves, in two parts, in French."""

import smtplib

import pytest
from django.core import mail as django_mail
from django.template import engines

from tess.kernel import mail, outbox
from tess.kernel.models import OutboxMessage

pytestmark = pytest.mark.django_db
TEXT = '{% extends "kernel/mails/letter.txt" %}{% block content %}Bonjour & bienvenue, {{ name }}.{% endblock %}'
HTML = '{% extends "kernel/mails/letter.html" %}{% block content %}<p>Bonjour {{ name }}.</p>{% endblock %}'


@pytest.fixture
def written(monkeypatch):
    """`written(builder)`: a letter called "tests.hello", whose templates stand in memory."""
    engine = engines["django"].engine
    texts = {"tests/hello.txt": TEXT, "tests/hello.html": HTML}
    monkeypatch.setattr(
        mail, "render_to_string", lambda name, context: engine.from_string(texts[name]).render(_context(context))
    )

    def declare(builder):
        monkeypatch.setitem(mail._builders, "tests.hello", builder)

    return declare


def _context(values):
    from django.template import Context

    return Context(values)


def hello(payload):
    return mail.Letter(
        to="ada@rivage.example",
        subject="Un\nmot",
        template="tests/hello",
        context={"name": f"<Ada> {payload['who']}"},
    )


def test_a_posted_letter_leaves_once_in_two_parts(written):
    written(hello)
    mail.post("tests.hello", {"who": "7"})
    assert OutboxMessage.objects.get().payload == {"who": "7", "letter": "tests.hello"}
    assert django_mail.outbox == []
    assert outbox.deliver_due() == 1
    assert outbox.deliver_due() == 0
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject) == (["ada@rivage.example"], "Un mot")
    assert "Bonjour & bienvenue, <Ada> 7." in sent.body
    assert "&lt;Ada&gt; 7" in sent.alternatives[0].content
    assert '<html lang="fr">' in sent.alternatives[0].content
    assert "http://tess.localhost/" in sent.body
    headers = sent.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith("@tess.localhost>")
    assert headers["From"] == "TeSS <ne-pas-repondre@tess.localhost>"


def test_what_is_no_longer_true_is_not_sent(written):
    written(lambda _payload: None)
    mail.post("tests.hello", {"who": "7"})
    assert outbox.deliver_due() == 1
    assert django_mail.outbox == []
    assert OutboxMessage.objects.get().done_at is not None


class Refusing:
    def __init__(self, code):
        self.code = code

    def __call__(self, _letter):
        raise smtplib.SMTPRecipientsRefused({"ada@rivage.example": (self.code, b"no")})


@pytest.mark.parametrize(("code", "over"), [(550, True), (451, False)])
def test_an_address_refused_for_good_is_let_go_and_one_refused_for_now_is_tried_again(
    written, monkeypatch, caplog, code, over
):
    written(hello)
    monkeypatch.setattr(mail, "send", Refusing(code))
    mail.post("tests.hello", {"who": "7"})
    outbox.deliver_due()
    assert (OutboxMessage.objects.get().done_at is not None) is over
    assert "ada@" not in caplog.text.partition("Traceback")[0]
    assert ("refused for good" in caplog.text) is over
    caplog.clear()


def test_one_name_has_one_builder(written):
    written(hello)
    with pytest.raises(ValueError, match="two builders"):
        mail.letter("tests.hello")(lambda _payload: None)
