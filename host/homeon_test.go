package host

import "testing"

func TestHomeOnWindowsIsTheProfileFirst(t *testing.T) {
	for _, c := range []struct {
		system string
		env    map[string]string
		want   string
	}{
		{"linux", map[string]string{"HOME": "/home/a", "USERPROFILE": "/profile/a"}, "/home/a"},
		{"linux", map[string]string{"USERPROFILE": "/profile/a"}, ""},
		{"linux", map[string]string{"HOME": "relative"}, ""},
		{"windows", map[string]string{"HOME": "/home/a", "USERPROFILE": "/profile/a"}, "/profile/a"},
		{"windows", map[string]string{"HOME": "/home/a"}, "/home/a"},
		{"windows", map[string]string{"HOME": "/home/a", "USERPROFILE": "relative"}, "/home/a"},
		{"windows", nil, ""},
	} {
		got := homeOn(c.system, func(name string) (string, bool) {
			value, ok := c.env[name]
			return value, ok
		})
		if got != c.want {
			t.Errorf("%s with %v: got %q, want %q", c.system, c.env, got, c.want)
		}
	}
}
