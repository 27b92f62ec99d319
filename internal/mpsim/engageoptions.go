package mpsim

import (
	"fmt"
	"time"
)

// Engage says how a project hands out profiles.
type Engage struct {
	// PageSize is the number of profiles on a page, which the answer tells and no
	// parameter changes; 1000 if zero.
	PageSize int
	// ShortPages makes every other page shorter than the answer says, also where
	// more pages follow.
	ShortPages bool
	// SessionLife is how long a session is remembered after its last page; ten
	// minutes if zero.
	SessionLife time.Duration
}

func (e Engage) withDefaults() Engage {
	if e.PageSize == 0 {
		e.PageSize = 1000
	}
	if e.SessionLife == 0 {
		e.SessionLife = 10 * time.Minute
	}
	return e
}

func (e Engage) validate() error {
	if e.PageSize < 0 || e.SessionLife < 0 {
		return fmt.Errorf("page size %d and session life %v must not be negative", e.PageSize, e.SessionLife)
	}
	return nil
}

// room is how many profiles go on a page.
func (e Engage) room(page int) int {
	if !e.ShortPages || page%2 == 0 {
		return e.PageSize
	}
	return max(1, e.PageSize-1-page%7)
}
