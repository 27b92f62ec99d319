package result

import (
	"fmt"
)

// checkTexts wants names; they may be empty.
func checkTexts(field string, names []string) error {
	for i, name := range names {
		if err := checkText(fmt.Sprintf("%s[%d]", field, i), name); err != nil {
			return err
		}
	}
	return nil
}

// checkEach wants each of a field's items to do; check is told its place, with the dot behind which its own fields follow.
func checkEach[Item any](field string, items []Item, check func(item Item, place string) error) error {
	for i, item := range items {
		if err := check(item, fmt.Sprintf("%s[%d].", field, i)); err != nil {
			return err
		}
	}
	return nil
}

// checkSome wants of a field that has a value that it does.
func checkSome[Value any](field string, value *Value, check func(field string, value Value) error) error {
	if value == nil {
		return nil
	}
	return check(field, *value)
}
