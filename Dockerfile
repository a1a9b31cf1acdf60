# The product alone: no tests, no embedded servers' data, no secrets. See docker-compose.yml.
FROM node:24-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
COPY platform/underpin/console/bundling bundling
RUN npm ci --ignore-scripts && node bundling/bundle.mjs pages && mkdir fonts && \
    cp node_modules/@expo-google-fonts/*/400Regular/*.ttf \
       node_modules/@expo-google-fonts/*/700Bold/*.ttf fonts/

FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/underpin
COPY requirements.lock requirements-dev.lock ./
RUN /opt/underpin/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
# the build back end, pinned with the rest of the tools, stays in this stage
RUN pip install --no-cache-dir --require-hashes -r requirements-dev.lock
COPY pyproject.toml README.md ./
COPY platform platform
COPY tenants tenants
COPY contracts contracts
COPY billing billing
COPY migrations migrations
RUN python -m hatchling build -t wheel && \
    /opt/underpin/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --system --no-create-home underpin
COPY --from=build /opt/underpin /opt/underpin
COPY --from=packages /packages/fonts /opt/underpin/share/underpin/fonts
COPY --from=packages /packages/pages /opt/underpin/share/underpin/pages
ENV PATH=/opt/underpin/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER underpin
EXPOSE 8000 8025
CMD ["underpin", "serve"]
