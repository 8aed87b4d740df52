package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"time"
)

var unmarshaler = reflect.TypeOf((*json.Unmarshaler)(nil)).Elem()

// table prints each type of event with its message, then each message with its members: what is
// embedded in it, and name=kind.
func table() {
	var lines []string
	for event, message := range typed {
		lines = append(lines, event+" "+message)
	}
	sort.Strings(lines)
	messages := map[string]string{}
	for _, wrapper := range wrappers {
		describe(wrapper.Field(0).Type.Elem(), messages)
	}
	var described []string
	for name, members := range messages {
		described = append(described, name+":"+members)
	}
	sort.Strings(described)
	fmt.Println(strings.Join(append(lines, described...), "\n"))
}

func describe(message reflect.Type, messages map[string]string) {
	if _, done := messages[message.Name()]; done {
		return
	}
	messages[message.Name()] = ""
	members := ""
	for i := 0; i < message.NumField(); i++ {
		field := message.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || field.PkgPath != "" {
			continue
		}
		if field.Anonymous && name == "" {
			members += " +" + kind(field.Type, messages)
			continue
		}
		if name == "" {
			name = field.Name
		}
		members += " " + name + "=" + kind(field.Type, messages)
	}
	messages[message.Name()] = members
}

// kind is what JSON a member takes; never of what Teleport reads in a way of its own.
func kind(of reflect.Type, messages map[string]string) string {
	switch {
	case of.Kind() == reflect.Pointer:
		return kind(of.Elem(), messages)
	case of == reflect.TypeOf(time.Time{}):
		return "time"
	case of.Name() == "Struct" && reflect.PointerTo(of).Implements(unmarshaler):
		return "object"
	case reflect.PointerTo(of).Implements(unmarshaler):
		return "never"
	}
	switch of.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool, reflect.Int32, reflect.Int64, reflect.Uint32, reflect.Uint64:
		return of.Kind().String()
	case reflect.Slice:
		if of.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[" + kind(of.Elem(), messages)
	case reflect.Map:
		return "{" + kind(of.Elem(), messages)
	case reflect.Struct:
		describe(of, messages)
		return of.Name()
	case reflect.Interface:
		return "never"
	}
	panic("an unexpected kind: " + of.String())
}
