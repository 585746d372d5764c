// Package redline says what changed between two texts.
package redline
