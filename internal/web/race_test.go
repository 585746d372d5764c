//go:build race

package web_test

// raced says that the race detector slows everything down, so that nothing is
// learnt from how long it took.
const raced = true
