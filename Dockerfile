# Two stages: libraries and program are installed, trimmed and compiled in the first; the second holds what runs.
#
# Whoever ships this image pins the base by its digest too: --build-arg BASE=python:3.13-slim@sha256:...
ARG BASE=python:3.13-slim

FROM ${BASE} AS build

# How to reach a package index other than pip's own: from the environment as a build argument, or, where the address
# holds a password, a pip.conf as a secret mount, of which nothing is kept:
#   docker build --build-arg PIP_INDEX_URL .
#   docker build --secret id=pip_conf,src=$HOME/.config/pip/pip.conf .
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ARG PIP_TRUSTED_HOST
ENV PIP_CONFIG_FILE=/run/secrets/pip_conf PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore

# What is installed: requirements-oidc.lock also holds the libraries for signing in through a provider (OpenID Connect).
ARG LOCK=requirements.lock

WORKDIR /src
COPY ${LOCK} requirements.lock
RUN --mount=type=secret,id=pip_conf \
    python -m venv --without-pip /opt/monitor \
 && pip --python /opt/monitor install --quiet --no-compile --require-hashes --only-binary :all: --requirement requirements.lock

COPY pyproject.toml README.md LICENSE NOTICE feeds.toml ./
COPY alembic alembic
COPY monitor monitor
RUN pip --python /opt/monitor install --quiet --no-compile --no-deps --no-build-isolation --no-index .

COPY scripts/trim-image scripts/trim-image
RUN sh scripts/trim-image /opt/monitor


FROM ${BASE}

ARG VERSION=0.1.0
ARG REVISION=""
ARG SOURCE=""
LABEL org.opencontainers.image.title="monitor" \
      org.opencontainers.image.description="Watches feeds and pages and tells you, once, when something new happens on a tracked topic" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"

# The base comes without compiled standard library, and a read-only root can never write it: every start would pay.
# Nothing is installed into a running container, so pip goes. /data is made here so that a new volume belongs to us.
RUN python -m pip uninstall --quiet --yes --root-user-action=ignore pip \
 && rm -rf "$(python -c 'import ensurepip; print(ensurepip.__path__[0])')" \
 && python -m compileall -q -j 0 --invalidation-mode unchecked-hash "$(python -c 'import os; print(os.path.dirname(os.__file__))')" \
 && groupadd --gid 10001 monitor \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin monitor \
 && install -d -o 10001 -g 10001 -m 0750 /data

COPY --from=build /opt/monitor /opt/monitor
COPY feeds.toml /config/feeds.toml

# Each of the daemon's 36 threads would keep up to 240 KB of freed memory to itself, and fills that up for hours:
# measured with 500 sources, 22.5 MB in use instead of 27, and level after two minutes. It cannot be set from inside.
ENV PATH=/opt/monitor/bin:$PATH \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MONITOR_CONFIG=/config/feeds.toml \
    MONITOR_HEARTBEAT_FILE=/tmp/monitor.heartbeat \
    GLIBC_TUNABLES=glibc.malloc.tcache_count=0

WORKDIR /data
VOLUME /data
EXPOSE 8080
USER 10001:10001
STOPSIGNAL SIGTERM

# Healthy: the daemon's loop turned and the database answered within the last minute. Feeds may be down.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["python", "-I", "-S", "/opt/monitor/heartbeat.py", "/tmp/monitor.heartbeat"]

ENTRYPOINT ["monitor"]
CMD ["run"]
