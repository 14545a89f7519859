# A static program that runs as nobody in particular:
#
#   docker build -t carbonlint .
#   docker run --rm --network none -v "$PWD:/work:ro" carbonlint lint
#
# GitLab and Jenkins run their scripts with the shell of the image:
# docker build --target ci adds one.
FROM golang:1.26-alpine AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/carbonlint ./cmd/carbonlint

FROM busybox:musl AS ci
COPY --from=build /out/carbonlint /bin/carbonlint
USER 65532:65532
WORKDIR /work

FROM scratch
COPY --from=build /out/carbonlint /bin/carbonlint
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/bin/carbonlint"]
CMD ["lint"]
