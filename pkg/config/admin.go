package config

import (
	"net"
	"net/netip"
	"strings"
	"time"

	"muctieu/pkg/errs"
)

// An Admin holds the settings of where and when administration is open.
type Admin struct {
	AdminListen   string   `name:"admin-listen" placeholder:"HOST:PORT" help:"${help_admin_listen}"`
	AdminOnly     bool     `name:"admin-only-there" help:"${help_admin_only}"`
	AdminNetworks []string `name:"admin-networks" placeholder:"10.0.0.0/8" help:"${help_admin_networks}"`
	AdminHours    string   `name:"admin-hours" placeholder:"07:00-18:00" help:"${help_admin_hours}"`
}

// Check reports settings that cannot be meant: Invalid, "cli.bad_listen",
// "cli.bad_admin_only", "cli.bad_network" or "cli.bad_hours".
func (a Admin) Check() error {
	if a.AdminListen != "" {
		if _, _, err := net.SplitHostPort(a.AdminListen); err != nil {
			return errs.E(errs.Invalid, "cli.bad_listen", "text", a.AdminListen)
		}
	}
	if a.AdminOnly && a.AdminListen == "" {
		return errs.E(errs.Invalid, "cli.bad_admin_only")
	}
	if _, err := a.Networks(); err != nil {
		return err
	}
	_, _, err := a.Hours()
	return err
}

// Networks gives the networks administration is open to; none: all. An
// address alone is the network of itself.
func (a Admin) Networks() ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range a.AdminNetworks {
		text = strings.TrimSpace(text)
		n, err := netip.ParsePrefix(text)
		if err != nil {
			ip, ipErr := netip.ParseAddr(text)
			if ipErr != nil {
				return nil, errs.E(errs.Invalid, "cli.bad_network", "text", text)
			}
			n = netip.PrefixFrom(ip, ip.BitLen())
		}
		all = append(all, n)
	}
	return all, nil
}

// Hours gives the times of the day between which administration is open; both
// zero: always.
func (a Admin) Hours() (from, to time.Duration, err error) {
	if a.AdminHours == "" {
		return 0, 0, nil
	}
	first, second, ok := strings.Cut(a.AdminHours, "-")
	start, err1 := time.Parse("15:04", first)
	end, err2 := time.Parse("15:04", second)
	if !ok || err1 != nil || err2 != nil || !start.Before(end) {
		return 0, 0, errs.E(errs.Invalid, "cli.bad_hours", "text", a.AdminHours)
	}
	midnight := start.Truncate(24 * time.Hour)
	return start.Sub(midnight), end.Sub(midnight), nil
}
