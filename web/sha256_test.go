package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// The page's own SHA-256 gives the hashes that the server stores, at every
// length around the ends of a block.
func TestSHA256Script(t *testing.T) {
	source, err := fs.ReadFile(Static(), "js/sha256.js")
	if err != nil {
		t.Fatal(err)
	}
	vm := goja.New()
	if _, err := vm.RunString(strings.Replace(string(source), "export function", "function", 1)); err != nil {
		t.Fatal(err)
	}
	hash, ok := goja.AssertFunction(vm.Get("sha256"))
	if !ok {
		t.Fatal("sha256 is no function")
	}
	message := make([]byte, 1<<14)
	for i := range message {
		message[i] = byte(i*7 + i>>8)
	}
	for _, n := range []int{0, 1, 3, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, len(message)} {
		bytes, err := vm.New(vm.Get("Uint8Array"), vm.ToValue(vm.NewArrayBuffer(append([]byte(nil), message[:n]...))))
		if err != nil {
			t.Fatal(err)
		}
		got, err := hash(goja.Undefined(), bytes)
		if err != nil {
			t.Fatal(err)
		}
		want := sha256.Sum256(message[:n])
		if got.String() != hex.EncodeToString(want[:]) {
			t.Errorf("of %d bytes: %s, want %x", n, got, want)
		}
	}
}
