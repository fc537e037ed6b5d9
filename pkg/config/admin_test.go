package config_test

import (
	"testing"
	"time"

	"muctieu/pkg/config"
)

func TestAdminCheck(t *testing.T) {
	tests := []struct {
		name  string
		admin config.Admin
		want  string
	}{
		{"none", config.Admin{}, ""},
		{"all", config.Admin{AdminListen: "127.0.0.1:9090", AdminOnly: true, AdminNetworks: []string{"10.0.0.0/8", " 192.168.1.7", "fd00::/8"}, AdminHours: "07:00-18:30"}, ""},
		{"no port", config.Admin{AdminListen: "127.0.0.1"}, "cli.bad_listen"},
		{"nowhere", config.Admin{AdminOnly: true}, "cli.bad_admin_only"},
		{"no network", config.Admin{AdminNetworks: []string{"10.0.0.0/8", "nội bộ"}}, "cli.bad_network"},
		{"mask too long", config.Admin{AdminNetworks: []string{"10.0.0.0/33"}}, "cli.bad_network"},
		{"one time", config.Admin{AdminHours: "07:00"}, "cli.bad_hours"},
		{"backwards", config.Admin{AdminHours: "18:00-07:00"}, "cli.bad_hours"},
		{"empty span", config.Admin{AdminHours: "07:00-07:00"}, "cli.bad_hours"},
		{"no time", config.Admin{AdminHours: "sáng-chiều"}, "cli.bad_hours"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { checkError(t, tt.admin.Check(), tt.want) })
	}
	from, to, err := config.Admin{AdminHours: "07:15-18:30"}.Hours()
	if err != nil || from != 7*time.Hour+15*time.Minute || to != 18*time.Hour+30*time.Minute {
		t.Errorf("hours %v-%v, %v", from, to, err)
	}
}
