// Package plot draws results: as text for a terminal or a pipe, and as SVG, PNG or a page of HTML.
//
// [Of] decides what a result looks like from the columns of its table: a line for each series over time, bars for names
// with numbers, a grid for cohorts by period. Bars and lines begin at zero. What does not fit is left out, and the chart
// says how much.
//
// Text is plain: no colours, nothing that steers a terminal. Lines are drawn by asciigraph, pictures by go-analyze/charts;
// a page has the picture in it and asks nothing of the network.
package plot
