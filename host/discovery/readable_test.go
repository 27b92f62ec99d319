package discovery_test

import (
	"strings"
	"testing"

	"github.com/mixpanel-data/mp/host/discovery"
)

func TestACohortWithAStrangeIDIsLeftOutWithAWarning(t *testing.T) {
	asker := &fake{answers: map[string]string{"cohorts/list": `[{"id":99999999999999999999,"name":"A"},{"id":7,"name":"B","count":1}]`}}
	var warned []string
	p := discovery.New(asker, discovery.Config{Warn: func(text string) { warned = append(warned, text) }})
	cohorts, err := p.Cohorts(t.Context(), discovery.Options{})
	if err != nil || cohorts.Len() != 1 || cohorts.Items()[0].ID != 7 {
		t.Fatalf("Cohorts = %v", err)
	}
	if len(warned) != 1 || !strings.Contains(warned[0], "99999999999999999999") {
		t.Errorf("warned of %q", warned)
	}
}

func TestAListOfOtherThingsIsNoListOfCohorts(t *testing.T) {
	if _, err := discovery.New(&fake{answers: map[string]string{"cohorts/list": `[1,2]`}}, discovery.Config{}).Cohorts(t.Context(), discovery.Options{}); err == nil {
		t.Error("numbers were taken for cohorts")
	}
}
