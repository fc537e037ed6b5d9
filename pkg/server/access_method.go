package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"muctieu/pkg/errs"
)

// routeMethods are those of routes, in the order a client is told of them.
var routeMethods = []string{http.MethodGet, http.MethodPost, http.MethodPut}

// wrongMethod is the error of a request that goes to no route. Where the path
// is one that the person may use in another way it is 405 and the answer says
// which; whoever may not is told that there is no such page, as always.
func (s *Server) wrongMethod(c echo.Context) error {
	names, values := paramsOf(c.Path(), c.Request().URL.EscapedPath()) // the router leaves them out here
	c.SetParamNames(names...)
	c.SetParamValues(values...)
	var allowed []string
	for _, method := range routeMethods {
		rule, ok := s.rules[method+" "+c.Path()]
		if !ok || rule.check(s, c, requestFrom(c)) != nil {
			continue
		}
		allowed = append(allowed, method)
		if method == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	if len(allowed) == 0 {
		return errs.E(errs.NotFound, "server.no_such_page")
	}
	c.Response().Header().Set(echo.HeaderAllow, strings.Join(allowed, ", "))
	return echo.ErrMethodNotAllowed
}

// paramsOf gives the parameters in the path of a route with their values in
// the path of a request that matches it.
func paramsOf(route, path string) (names, values []string) {
	asked := strings.Split(path, "/")
	for i, segment := range strings.Split(route, "/") {
		if !strings.HasPrefix(segment, ":") || i >= len(asked) {
			continue
		}
		value, err := url.PathUnescape(asked[i])
		if err != nil {
			value = asked[i] // names nothing there is
		}
		names, values = append(names, segment[1:]), append(values, value)
	}
	return names, values
}
