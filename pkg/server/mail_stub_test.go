package server

import (
	"bufio"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"net/textproto"
	"strings"
	"sync"
	"testing"
)

// A postOffice is a mail server of a test: it speaks SMTP and keeps what it
// takes.
type postOffice struct {
	t      *testing.T
	listen net.Listener
	mu     sync.Mutex
	taken  []string
	rcpt   string // what RCPT is answered, if not 250
	end    string // what the end of a letter is answered, if not 250; "cut": nothing, the line is cut
	held   chan struct{}
}

func newPostOffice(t *testing.T) *postOffice {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	o := &postOffice{t: t, listen: l}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go o.serve(c)
		}
	}()
	return o
}

// config are the settings of a server that sends by this office.
func (o *postOffice) config() Config {
	return Config{Mail: MailServer{Host: "127.0.0.1", Port: o.listen.Addr().(*net.TCPAddr).Port, TLS: MailNoTLS, From: "Mục tiêu <kpi@haiphong.gov.vn>", Base: "https://kpi.haiphong.gov.vn"}}
}

func (o *postOffice) answers(rcpt, end string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rcpt, o.end = rcpt, end
}

func (o *postOffice) serve(c net.Conn) {
	defer c.Close()
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	in := textproto.NewReader(bufio.NewReader(c))
	say("220 test")
	for {
		line, err := in.ReadLine()
		if err != nil {
			return
		}
		o.mu.Lock()
		rcpt, end, held := o.rcpt, o.end, o.held
		o.mu.Unlock()
		switch word := strings.ToUpper(line); {
		case strings.HasPrefix(word, "EHLO"):
			say("250-test\r\n250 8BITMIME")
		case strings.HasPrefix(word, "RCPT") && rcpt != "":
			say(rcpt)
		case word == "DATA":
			say("354 go on")
			text, err := io.ReadAll(in.DotReader())
			if err != nil {
				return
			}
			if held != nil {
				<-held
			}
			if end == "" || end == "cut" {
				o.mu.Lock()
				o.taken = append(o.taken, string(text))
				o.mu.Unlock()
			}
			if end == "cut" {
				return
			}
			say(or(end, "250 taken"))
		case word == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// A received is a letter as its receiver sees it.
type received struct {
	to, from, subject, text, html string
	header                        mail.Header
}

// letters are those the office has taken.
func (o *postOffice) letters() []received {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []received
	for _, raw := range o.taken {
		m, err := mail.ReadMessage(strings.NewReader(raw))
		must(o.t, err)
		words := new(mime.WordDecoder)
		r := received{header: m.Header, to: m.Header.Get("To")}
		r.subject, err = words.DecodeHeader(m.Header.Get("Subject"))
		must(o.t, err)
		r.from, err = words.DecodeHeader(m.Header.Get("From"))
		must(o.t, err)
		kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		must(o.t, err)
		if kind == "text/plain" {
			r.text = plain(o.t, m.Body)
		} else {
			r.text, r.html = parts(o.t, multipart.NewReader(m.Body, params["boundary"]))
		}
		all = append(all, r)
	}
	return all
}

func plain(t *testing.T, r io.Reader) string {
	t.Helper()
	raw, err := io.ReadAll(quotedprintable.NewReader(r))
	must(t, err)
	return strings.ReplaceAll(string(raw), "\r\n", "\n")
}

func parts(t *testing.T, r *multipart.Reader) (text, html string) {
	t.Helper()
	for {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return text, html
		}
		must(t, err)
		if strings.HasPrefix(part.Header.Get("Content-Type"), "text/html") {
			html = plain(t, part)
		} else {
			text = plain(t, part)
		}
	}
}
