# The chat over the articles in a folder of yours, for this machine alone:
#
#   docker build -t dalil .
#   docker run --rm -p 127.0.0.1:7860:7860 -v "$PWD/seeds:/news:ro" -v dalil:/data dalil
#
# then open http://127.0.0.1:7860. Index, answers and the unpacked model stay in the volume `dalil`.
# A setting of rag/settings.py or ui/server/settings.py is given as `-e DALIL_STYLEBOOK=/news/stylebook.csv`.
FROM python:3.11-slim-bookworm

# Where pip finds PyTorch's CPU build: --build-arg PIP_EXTRA_INDEX_URL=… (see README.md). Without it
# the image holds the build for graphics cards, and is several GB larger.
ARG PIP_EXTRA_INDEX_URL=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# The libraries first: they change rarely, and are kept between builds.
COPY requirements.lock /src/
RUN pip install --require-hashes --no-deps -r /src/requirements.lock

WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY dalil dalil
COPY rag rag
COPY index index
COPY ui ui
COPY eval eval
# hadolint ignore=DL3013  # what it installs is this folder, and what is missing of it: PyTorch
RUN pip install --no-build-isolation '.[server]' \
    && useradd --uid 1000 --create-home dalil && mkdir /data && chown 1000:1000 /data

USER 1000:1000
WORKDIR /data
VOLUME /data
# Inside the container every address is let in; `docker run -p` decides who reaches it.
ENV DALIL_INDEX=/data/index DALIL_CACHE=/data/models PYTHONUNBUFFERED=1 \
    DALIL_SERVE_HOST=0.0.0.0 DALIL_SERVE_OPEN_TO_ALL=true DALIL_SERVE_STORE=/data/answers.sqlite
EXPOSE 7860
HEALTHCHECK --start-period=5m CMD ["python", "-c", \
    "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/readyz', timeout=5)"]
CMD ["sh", "-c", "dalil index /news && exec dalil serve"]
