//go:build !linux && !darwin

package publish

// exchange puts the folder next in the place of target. This system has no
// call that swaps two folders.
func exchange(next, target string) error { return swap(next, target) }
