package server

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// A rateLimiter counts the requests of each caller minute by minute. It is
// kept in memory: it protects this process, and a restart may forget it.
type rateLimiter struct {
	perMinute int
	mu        sync.Mutex
	minute    int64
	counts    map[string]int
}

func newRateLimiter(perMinute int) *rateLimiter { return &rateLimiter{perMinute: perMinute} }

// take counts one request. after is 0 if it may pass, else the seconds until
// the next minute begins.
func (l *rateLimiter) take(caller string, now time.Time) (after, left int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Unix() / 60; minute != l.minute || l.counts == nil {
		l.minute, l.counts = minute, map[string]int{}
	}
	l.counts[caller]++
	if left = l.perMinute - l.counts[caller]; left < 0 {
		return int(60 - now.Unix()%60), 0
	}
	return 0, left
}

// limitAPI bounds how often one person, or one address without a person, may
// call the API.
func (s *Server) limitAPI(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !isAPI(c.Request().URL.Path) {
			return next(c)
		}
		caller := "address " + c.RealIP()
		if id := userFrom(c).ID; id != 0 {
			caller = fmt.Sprint("user ", id)
		}
		after, left := s.rates.take(caller, s.now())
		c.Response().Header().Set("X-RateLimit-Remaining", strconv.Itoa(left))
		if after > 0 {
			return newTooMany("api.too_many", after)
		}
		return next(c)
	}
}
