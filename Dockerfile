# Web, worker and beat are one image; compose.yaml says what each runs.
FROM python:3.11-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /src
RUN python -m venv /opt/tess
ENV PATH=/opt/tess/bin:$PATH
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY pyproject.toml README.md ./
COPY platform platform
COPY tenants tenants
COPY cms cms
COPY shared_training shared_training
COPY billing billing
RUN django-admin compilemessages --verbosity 0 \
    && pip install --no-cache-dir --no-deps --no-build-isolation .
# Settings are complete enough to gather the static files; nothing of them stays in the image.
RUN DJANGO_SETTINGS_MODULE=tess.config.settings.production TESS_HOME=/tmp/tess TESS_STATIC_DIR=/opt/tess/static \
    TESS_SECRET_KEY=only-to-build DATABASE_URL=postgresql://nobody@/none REDIS_URL=redis://none \
    django-admin collectstatic --no-input --verbosity 0

FROM python:3.11-slim-bookworm AS tess
# pg_dump and pg_restore, of the version of the server in compose.yaml: `tess backup` and `tess restore` use them.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-15 && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin tess \
    && install -d -o tess -g tess -m 0700 /var/lib/tess
COPY --from=build /opt/tess /opt/tess
ENV PATH=/opt/tess/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=tess.config.settings.production \
    TESS_HOME=/var/lib/tess TESS_STATIC_DIR=/opt/tess/static
USER tess
WORKDIR /var/lib/tess
VOLUME /var/lib/tess
EXPOSE 8000
CMD ["gunicorn", "tess.config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "3", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-", "--access-logformat", "%(t)s \"%(m)s %(U)s\" %(s)s %(M)sms", \
     "--logger-class", "tess.config.access_log.AccessLogger"]

FROM debian:bookworm-slim AS pgbouncer
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
USER postgres
EXPOSE 6432
# Session mode: an organisation's role is set for a session, and DISCARD ALL clears it before the next client.
CMD ["sh", "-c", "umask 077 && cd /tmp && printf '\"tess_app\" \"%s\"\\n' \"$TESS_APP_PASSWORD\" > users.txt \
&& printf '%s\\n' '[databases]' 'tess = host=postgres port=5432 dbname=tess' '[pgbouncer]' 'listen_addr = *' \
'listen_port = 6432' 'auth_type = scram-sha-256' 'auth_file = /tmp/users.txt' 'pool_mode = session' \
'server_reset_query = DISCARD ALL' 'max_client_conn = 400' 'default_pool_size = 40' 'unix_socket_dir =' > pgbouncer.ini \
&& exec pgbouncer pgbouncer.ini"]
