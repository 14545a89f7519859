package lsp

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// maxMessage is the size above which a message is not read: no buffer that is
// judged is near it.
const maxMessage = 64 << 20

// maxHeader is how long the lines before a message may be together.
const maxHeader = 8 << 10

// stream carries messages as the protocol frames them. What is no message is
// answered and left behind, and the next one is read.
type stream struct {
	in  *bufio.Reader
	out io.Writer

	writing sync.Mutex
}

func newStream(in io.Reader, out io.Writer) *stream {
	return &stream{in: bufio.NewReader(in), out: out}
}

// ReadObject implements jsonrpc2.ObjectStream. Its error is that of the stream,
// after which there is no way to tell where a message begins.
func (s *stream) ReadObject(v any) error {
	for {
		body, err := s.read()
		if err != nil {
			return err
		}
		if !json.Valid(body) {
			err = s.refuse(codeParseError, "the message is not JSON")
		} else if fault := json.Unmarshal(body, v); fault != nil {
			err = s.refuse(codeInvalidRequest, "the message is neither a request nor a response")
		} else {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// read returns the body of the next message.
func (s *stream) read() ([]byte, error) {
	length, size := -1, 0
	for {
		line, err := s.in.ReadString('\n')
		if size += len(line); err != nil {
			return nil, err
		}
		if size > maxHeader {
			return nil, errors.New("the header of a message is too long")
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			if length >= 0 {
				break
			}
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil || length < 0 || length > maxMessage {
				return nil, errors.New("the length of a message is no number that can be read")
			}
		}
	}
	body := make([]byte, length)
	_, err := io.ReadFull(s.in, body)
	return body, err
}

// refuse answers what is no request: it has no id to answer to.
func (s *stream) refuse(code int, message string) error {
	return s.WriteObject(map[string]any{"jsonrpc": "2.0", "id": nil, "error": map[string]any{"code": code, "message": message}})
}

// WriteObject implements jsonrpc2.ObjectStream.
func (s *stream) WriteObject(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err = fmt.Fprintf(s.out, "Content-Length: %d\r\n\r\n%s", len(body), body)
	return err
}

// Close implements jsonrpc2.ObjectStream. The streams belong to the caller.
func (s *stream) Close() error { return nil }
