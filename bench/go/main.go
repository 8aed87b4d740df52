// What one writes first in Go: for each line of the standard input, a put into a table of
// Teleport's layout. An empty line ends a round, which is answered for with its CPU-µs an event.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type event struct {
	Type    string    `json:"event"`
	Session string    `json:"sid"`
	Index   int64     `json:"ei"`
	Time    time.Time `json:"time"`
}

func main() {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := dynamodb.NewFromConfig(settings, func(o *dynamodb.Options) {
		o.BaseEndpoint = aws.String(os.Getenv("NAIVE_ENDPOINT"))
	})
	table := aws.String(os.Getenv("NAIVE_TABLE"))
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	events, before := 0, cpu()
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			fmt.Println(float64((cpu()-before).Nanoseconds()) / 1000 / float64(events))
			events, before = 0, cpu()
			continue
		}
		item, err := item(lines.Bytes())
		if err != nil {
			log.Fatal(err)
		}
		put := &dynamodb.PutItemInput{TableName: table, Item: item}
		if _, err := client.PutItem(ctx, put); err != nil {
			log.Fatal(err)
		}
		events++
	}
}

func item(line []byte) (map[string]types.AttributeValue, error) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		return nil, err
	}
	return map[string]types.AttributeValue{
		"SessionID":      text(e.Session),
		"EventIndex":     number(e.Index),
		"EventType":      text(e.Type),
		"CreatedAt":      number(e.Time.Unix()),
		"CreatedAtDate":  text(e.Time.Format(time.DateOnly)),
		"Expires":        number(e.Time.AddDate(1, 0, 0).Unix()),
		"EventNamespace": text("default"),
		"Fields":         text(string(line)),
	}, nil
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

// cpu is the time that this process has been at work.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
