# The program alone on an empty file system: no shell, no package manager, and
# a user that is not root.
FROM golang:1.26-bookworm AS build
WORKDIR /src
ENV CGO_ENABLED=0 GOFLAGS=-buildvcs=false
COPY go.mod go.sum ./
COPY pkg/store/nomattn/ pkg/store/nomattn/
RUN go mod download
COPY cmd/ cmd/
COPY pkg/ pkg/
COPY web/ web/
COPY data/ data/
ARG VERSION=dev
RUN go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /out/muctieu ./cmd/muctieu
# An empty file system has no folder to write to either.
RUN install -d -m 1777 /out/root/tmp && install -d -m 0700 /out/root/var/lib/muctieu

FROM scratch
# Certificates to trust: mail and sign-in servers are reached by TLS.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /out/root/ /
COPY --from=build /out/muctieu /muctieu
COPY LICENSE /LICENSE
USER 65532:65532
VOLUME /var/lib/muctieu
EXPOSE 8080
# Read by serve and health alike.
ENV MUCTIEU_LISTEN=0.0.0.0:8080 MUCTIEU_DATA_DIR=/var/lib/muctieu
HEALTHCHECK --interval=30s --timeout=6s --start-period=60s CMD ["/muctieu", "health"]
ENTRYPOINT ["/muctieu"]
CMD ["serve"]
