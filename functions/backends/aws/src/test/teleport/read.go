package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"time"

	"github.com/gravitational/teleport/api/types/events"
	jsoniter "github.com/json-iterator/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// A page of Teleport's holds less than this of JSON: an event that has more is never passed.
const pageBytes = 1 << 20

// read says of each event what is wrong with it for Teleport, and how many there were.
func read() int {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<30)
	all := 0
	found := map[string]int{}
	for lines.Scan() {
		all++
		wrong := tried(lines.Bytes())
		found[wrong]++
		if wrong != "" && found[wrong] <= 3 {
			fmt.Printf("%s: %.400s\n", wrong, lines.Bytes())
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Println(err)
		return 2
	}
	good := found[""]
	delete(found, "")
	fmt.Printf("%d events, %d read by Teleport as they are meant, %d not: %v\n", all, good, all-good, found)
	if all == 0 || good < all {
		return 1
	}
	return 0
}

func tried(line []byte) (wrong string) {
	defer func() {
		if cause := recover(); cause != nil {
			wrong = fmt.Sprintf("a panic: %v", cause)
		}
	}()
	// The SDK gives every number as a float64, every NULL as nil.
	var fields map[string]any
	if err := json.Unmarshal(line, &fields); err != nil {
		return "no map"
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return "no JSON"
	}
	if len(data) >= pageBytes {
		return "a page sticks"
	}
	if _, err := structpb.NewStruct(fields); err != nil {
		return "not unstructured"
	}
	return wrongIn(fields, data)
}

func wrongIn(fields map[string]any, data []byte) string {
	for _, name := range []string{"uid", "time", "event"} {
		if text, _ := fields[name].(string); text == "" {
			return "no " + name
		}
	}
	message, known := typed[fields["event"].(string)]
	if !known {
		message = "Unknown"
	}
	if wrong := wrongAs(message, fields, data); wrong != "" {
		return wrong
	}
	// What a version does not know, or cannot read since October 2025, it reads as this.
	if err := unmarshal(data, &events.Unknown{}); err != nil && message == "Unknown" {
		return "unreadable for every version"
	}
	return ""
}

func wrongAs(message string, fields map[string]any, data []byte) string {
	wrapper := reflect.New(wrappers[message])
	event := reflect.New(wrappers[message].Field(0).Type.Elem())
	wrapper.Elem().Field(0).Set(event)
	if err := unmarshal(data, event.Interface()); err != nil {
		if err := unmarshal(data, &events.Unknown{}); err != nil {
			return "unreadable for every version"
		}
		return "unreadable before October 2025"
	}
	oneOf := &events.OneOf{}
	reflect.ValueOf(oneOf).Elem().FieldByName("Event").Set(wrapper)
	sent, err := oneOf.Marshal()
	if err != nil {
		return "not to be sent"
	}
	if err := (&events.OneOf{}).Unmarshal(sent); err != nil {
		return "not to be received"
	}
	return misread(event.Interface().(events.AuditEvent), fields)
}

// misread says which of the envelope's members the event has otherwise than they stand there.
func misread(event events.AuditEvent, fields map[string]any) string {
	when, err := time.Parse(time.RFC3339Nano, fields["time"].(string))
	if err != nil || !event.GetTime().Equal(when) {
		return "another time"
	}
	if event.GetID() != fields["uid"] || event.GetType() != fields["event"] {
		return "another uid or event"
	}
	if index, _ := fields["ei"].(float64); float64(event.GetIndex()) != index {
		return "another index"
	}
	if session, of := event.(interface{ GetSessionID() string }); of {
		if sid, _ := fields["sid"].(string); session.GetSessionID() != sid {
			return "another session"
		}
	}
	if user, of := event.(interface{ GetUser() string }); of {
		if name, _ := fields["user"].(string); user.GetUser() != name {
			return "another user"
		}
	}
	return ""
}

// unmarshal reads as Teleport does: names in any case, and none unescaped.
func unmarshal(data []byte, into any) error {
	iterator := jsoniter.ConfigFastest.BorrowIterator(data)
	defer jsoniter.ConfigFastest.ReturnIterator(iterator)
	iterator.ReadVal(into)
	return iterator.Error
}
