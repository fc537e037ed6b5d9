package export

import (
	"bytes"
	"image/png"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"muctieu/pkg/errs"
)

// codeSize is the side of a QR code in pixels; printed at 15 mm it is sharp.
const codeSize = 240

// qrCode draws an address as a QR code. The error is Invalid,
// "export.long_address", for one that fits into no code.
func qrCode(address string) ([]byte, error) {
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return nil, errs.E(errs.Invalid, "export.long_address")
	}
	if code, err = barcode.Scale(code, codeSize, codeSize); err != nil {
		return nil, errs.E(errs.Invalid, "export.long_address")
	}
	var b bytes.Buffer
	if err := png.Encode(&b, code); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
