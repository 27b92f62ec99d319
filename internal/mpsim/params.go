package mpsim

import (
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
)

// params are the parameters of a request, from its query string and body.
type params struct{ values url.Values }

// text returns a parameter, "" if it is absent.
func (p params) text(name string) string { return p.values.Get(name) }

// require fails unless all the named parameters are there.
func (p params) require(names ...string) error {
	for _, name := range names {
		if p.text(name) == "" {
			return badRequest("%s is a required parameter", name)
		}
	}
	return nil
}

func (p params) integer(name string) (int64, error) {
	n, err := strconv.ParseInt(p.text(name), 10, 64)
	if err != nil {
		return 0, badRequest("%s: %q is not a whole number", name, p.text(name))
	}
	return n, nil
}

// limit returns a number of 1 … most, or the default if the parameter is absent.
func (p params) limit(name string, absent, most int) (int, error) {
	if p.text(name) == "" {
		return absent, nil
	}
	n, err := p.integer(name)
	if err != nil {
		return 0, err
	}
	if n < 1 || n > int64(most) {
		return 0, badRequest("%s must be between 1 and %d", name, most)
	}
	return int(n), nil
}

func (p params) day(name string) (Day, error) {
	day, err := ParseDay(p.text(name))
	if err != nil {
		return 0, badRequest("%s: %v", name, err)
	}
	return day, nil
}

// flag is a boolean, false if absent.
func (p params) flag(name string) (bool, error) {
	switch strings.ToLower(p.text(name)) {
	case "true", "1":
		return true, nil
	case "", "false", "0":
		return false, nil
	}
	return false, badRequest("%s must be true or false", name)
}

// names is a JSON array of strings, nil if absent.
func (p params) names(name string) ([]string, error) {
	if p.text(name) == "" {
		return nil, nil
	}
	list := []string{}
	if err := json.Unmarshal([]byte(p.text(name)), &list); err != nil || list == nil {
		return nil, badRequest(`%s must be a JSON array of names, such as ["Signup"]`, name)
	}
	return list, nil
}

// choice is one of the given words.
func (p params) choice(name string, words ...string) (string, error) {
	for _, word := range words {
		if p.text(name) == word {
			return word, nil
		}
	}
	return "", badRequest("%s must be one of %s", name, strings.Join(words, ", "))
}

// without is a text of all parameters but the named ones; the same for the same
// parameters.
func (p params) without(names ...string) string {
	kept := maps.Clone(p.values)
	for _, name := range names {
		kept.Del(name)
	}
	return kept.Encode()
}
