// Command teleport is the witness of what Tapevault writes for Teleport: it is built with
// Teleport's own published event types (its `api` module).
//
//	teleport table        prints the members of those types, for TeleportMembers
//	teleport read <FILE   reads events as they stand in FieldsMap, one a line, and says which of
//	                      them Teleport could not read
package main

import (
	_ "embed"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/gravitational/teleport/api/types/events"
)

// Which message a type of event is read into; the names are Teleport's.
//
//go:embed types.txt
var types string

// wrappers are the oneof's, by the name of their message.
var wrappers = map[string]reflect.Type{}

// typed is the message of each type of event.
var typed = map[string]string{}

func main() {
	for _, wrapper := range (&events.OneOf{}).XXX_OneofWrappers() {
		of := reflect.TypeOf(wrapper).Elem()
		wrappers[of.Field(0).Type.Elem().Name()] = of
	}
	for _, line := range strings.Split(strings.TrimSpace(types), "\n") {
		event, message, _ := strings.Cut(line, " ")
		if wrappers[message] == nil {
			fmt.Fprintf(os.Stderr, "no message %s for %s\n", message, event)
			os.Exit(2)
		}
		typed[event] = message
	}
	switch {
	case len(os.Args) == 2 && os.Args[1] == "table":
		table()
	case len(os.Args) == 2 && os.Args[1] == "read":
		os.Exit(read())
	default:
		fmt.Fprintln(os.Stderr, "usage: teleport table | teleport read <FILE")
		os.Exit(2)
	}
}
