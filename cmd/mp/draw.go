package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/mixpanel-data/mp/cmd/mp/plot"
	"github.com/mixpanel-data/mp/cmd/mp/render"
	"github.com/mixpanel-data/mp/sdk/mperr"
	"github.com/mixpanel-data/mp/sdk/result"
)

// plotRows is how many rows are taken for a chart; what has more is no picture for a person.
const plotRows = 100_000

func (a *app) drawRows(rows render.Rows) error {
	batch, err := rows.Gathered("--plot", plotRows)
	if err != nil {
		return err
	}
	defer batch.Release()
	chart, err := plot.Of(a.asked.title(), batch)
	if err != nil {
		return err
	}
	return a.draw(chart)
}

func (a *app) drawResult(answered result.Result) error {
	chart, err := plot.OfResult(a.asked.title(), answered)
	if err != nil {
		return err
	}
	return a.draw(chart)
}

// draw writes a chart where --plot says, as text to the screen or to --output, or as a picture to its file.
func (a *app) draw(chart plot.Chart) error {
	if a.plot == onScreen {
		_, err := io.WriteString(output{a.out}, chart.Text(a.plotWidth()))
		if a.file != nil {
			a.file.ended(err)
		}
		return err
	}
	ending := strings.ToLower(filepath.Ext(a.plot))
	picture, err := chart.Picture(ending)
	if err != nil {
		return err
	}
	file, err := createOutput("--plot", a.plot)
	if err != nil {
		return err
	}
	_, err = output{file}.Write(picture)
	if err = file.finish(err); err != nil {
		return err
	}
	a.say("mp: drew " + a.plot)
	if boxed := chart.Boxed(ending); boxed != "" {
		a.warnOfBoxes(boxed)
	}
	return nil
}

// warnOfBoxes says which characters cannot be read in the picture.
func (a *app) warnOfBoxes(boxed string) {
	const most = 20
	shown, more := []rune(boxed), ""
	if n := len(shown) - most; n > 0 {
		shown, more = shown[:most], fmt.Sprintf(" and %d others", n)
	}
	unreadable := &mperr.InvalidArgument{Argument: "--plot", Value: a.plot, Reason: "the font of a png has no " + string(shown) + more +
		", which are boxes in it: a file that ends in .svg or .html is shown in the fonts of whoever looks at it"}
	a.warn(string(unreadable.Code()) + ": " + unreadable.Error())
}

// plotWidth is how wide a plot is: as the screen; as COLUMNS says where there is none, and 80 where nothing says so.
func (a *app) plotWidth() int {
	const usual = 80
	if a.outTerminal && a.width > 0 {
		return a.width
	}
	if columns, err := strconv.Atoi(a.env("", "COLUMNS")); err == nil && columns > 0 {
		return min(columns, 1000)
	}
	return usual
}
