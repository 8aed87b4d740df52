//go:build ignore

// Encrypts each part of a ProtoStream as Teleport does: gzip, then age, a file of its own for every part.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"

	"filippo.io/age"
)

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func main() {
	in, err := os.ReadFile(os.Args[1])
	must(err)
	identity, err := age.GenerateX25519Identity()
	must(err)
	other, err := age.GenerateX25519Identity()
	must(err)
	must(os.WriteFile(os.Args[3], []byte(fmt.Sprintf("# created for tests\n# public key: %s\n%s\n", identity.Recipient(), identity)), 0o644))
	var out bytes.Buffer
	for len(in) > 0 {
		size := binary.BigEndian.Uint64(in[8:])
		padding := binary.BigEndian.Uint64(in[16:])
		body := in[24 : 24+size]
		in = in[24+size+padding:]
		var sealed bytes.Buffer
		w, err := age.Encrypt(&sealed, other.Recipient(), identity.Recipient())
		must(err)
		_, err = io.Copy(w, bytes.NewReader(body))
		must(err)
		must(w.Close())
		head := make([]byte, 32)
		binary.BigEndian.PutUint64(head, 2)
		binary.BigEndian.PutUint64(head[8:], uint64(sealed.Len()))
		binary.BigEndian.PutUint64(head[16:], 100)
		head[24] = 1
		out.Write(head)
		out.Write(sealed.Bytes())
		out.Write(make([]byte, 100))
	}
	must(os.WriteFile(os.Args[2], out.Bytes(), 0o644))
	whole, err := os.ReadFile(os.Args[4])
	must(err)
	f, err := os.Create(os.Args[5])
	must(err)
	w, err := age.Encrypt(f, identity.Recipient())
	must(err)
	_, err = w.Write(whole)
	must(err)
	must(w.Close())
	must(f.Close())
}
