// Package plot draws results: as text for a terminal or a pipe, and as SVG, PNG or a page of HTML.
//
// [Of] decides what a result looks like from the columns of its table: a line for each series over time, bars for names
// with numbers, a grid for cohorts by period. Zero is on the axis of bars and lines, and the axis of time is even: a date
// without a row is a gap. Where there are more dates than places on a screen, each two places have the least and the
// greatest of their dates, so that a peak stays a peak. What does not fit is left out, and the chart
// says how much.
//
// Text is plain: no colours, nothing that steers a terminal. Lines are drawn by asciigraph, bars by pterm, the grid is a
// table of go-pretty, pictures are drawn by go-analyze/charts; a page has the picture in it and asks nothing of the network.
package plot
