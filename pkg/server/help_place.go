package server

import (
	"strings"
)

// helpPlaces says which task of the manual a page belongs to: by the beginning
// of its route, the longest that fits.
var helpPlaces = map[string]string{
	"/":                             "start#places",
	"/login":                        "start#login",
	"/link/":                        "start#login",
	"/account":                      "start#account",
	"/account/totp":                 "start#totp",
	"/verify":                       "start#verify",
	"/help":                         "start#places",
	"/work":                         "official#work",
	"/questions":                    "official#answer",
	"/units/:unit/entry":            "official#enter",
	"/units/:unit/entry/paste":      "official#paste",
	"/units/:unit/entry/workbook":   "official#workbook",
	"/units/:unit/entry/upload":     "official#workbook",
	"/units/:unit/entry/units":      "official#units",
	"/units/:unit/entry/one":        "official#one",
	"/units/:unit/submit":           "official#submit",
	"/units/:unit/review":           "reviewer#review",
	"/units/:unit/plans":            "reviewer#plans",
	"/units/:unit/plans/:indicator": "reviewer#adjust",
	"/units/:unit/decisions":        "reviewer#plans",
	"/units/:unit/allocation":       "reviewer#allocate",
	"/units/:unit/summary":          "reviewer#export",
	"/units/:unit/summary/issued":   "reviewer#issue",
	"/units/:unit/summary/all":      "reviewer#all",
	"/units/:unit/board":            "leader#board",
	"/units/:unit/indicators":       "leader#indicator",
	indicatorRoute + "/questions":   "leader#ask",
	"/units/:unit/compare":          "leader#compare",
	"/units/:unit/slides":           "leader#slides",
	"/units/:unit/revisions":        "leader#revisions",
	"/admin":                        "administrator#first",
	"/admin/users":                  "administrator#users",
	"/admin/units":                  "administrator#units",
	mapPath:                         "administrator#map",
	"/admin/terms":                  "administrator#catalogue",
	"/admin/levels":                 "administrator#catalogue",
	"/admin/indicators":             "administrator#catalogue",
	"/admin/sets":                   "administrator#sets",
	"/admin/periods":                "administrator#periods",
	"/admin/settings":               "administrator#rules",
	"/admin/checks":                 "administrator#rules",
	"/admin/security":               "administrator#security",
	"/admin/sign-ins":               "administrator#audit",
	"/admin/audit":                  "administrator#audit",
	"/admin/push":                   "administrator#push",
	"/units/:unit/incoming":         "reviewer#incoming",
	"/admin/backups":                "administrator#backup",
}

const indicatorRoute = "/units/:unit/indicators/:indicator"

// helpPath is the address of the place in the manual that explains a page.
func helpPath(route string) string {
	longest := "/"
	for begin := range helpPlaces {
		if len(begin) > len(longest) && strings.HasPrefix(route, begin) {
			longest = begin
		}
	}
	return "/help/" + helpPlaces[longest]
}
