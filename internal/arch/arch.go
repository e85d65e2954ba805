// Package arch holds the import table of the project as a test: who may
// import whom, and which library has which owner. There is no code to use.
package arch
