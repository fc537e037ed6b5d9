package export

// heading draws the block at the top of page one and the title under it.
func (d *pdf) heading() {
	top := d.f.GetY()
	left := band{d.left, headLeft - 2}
	right := band{d.left + headLeft, headRight}

	d.centred(left, Regular, 12, headLines(d.issuer.Parent)...)
	d.centred(left, Bold, 12, headLines(d.issuer.Name)...)
	d.rule(left, 22)
	d.down(2)
	d.centred(left, Regular, 13, d.p.T("export.number", "mark", clean(d.issuer.Mark)))
	end := d.f.GetY()

	d.f.SetY(top)
	d.centred(right, Bold, 12, d.p.T("export.nation"))
	d.centred(right, Bold, 13, d.p.T("export.motto"))
	d.rule(right, 52)
	d.down(2)
	d.centred(right, Italic, 13, d.p.T("export.place_date", "place", clean(d.issuer.Place)))

	d.f.SetY(max(end, d.f.GetY()) + 7)
	whole := band{d.left, d.width}
	d.centred(whole, Bold, 14, d.kind)
	d.centred(whole, Bold, 14, d.subject)
	d.rule(whole, 40)
	d.down(5)
}

// A band is a part of the page's width: where it begins, how wide it is.
type band struct{ x, width float64 }

// centred draws texts in the middle of a column, each on lines of its own;
// empty ones are left out.
func (d *pdf) centred(c band, style FontStyle, size float64, texts ...string) {
	d.font(style, size)
	for _, text := range texts {
		if text == "" {
			continue
		}
		for _, line := range d.lines(text, c.width, 0) {
			d.line(c.x, c.width, size*0.43, line, "C")
		}
	}
}

// rule draws a short line in the middle of a column.
func (d *pdf) rule(c band, width float64) {
	y := d.f.GetY() + 0.8
	x := c.x + (c.width-width)/2
	d.f.SetLineWidth(0.25)
	d.f.Line(x, y, x+width, y)
	d.f.SetY(y + 0.4)
}

// signerRoom is the height of the block that ends the body, with the space
// above it.
func (d *pdf) signerRoom() float64 { return 3 + max(50, 6+5*float64(len(d.recipients()))) }

// signer draws the block that ends the body, whole on one page.
func (d *pdf) signer() {
	recipients := d.recipients()
	d.room(d.signerRoom())
	d.down(3)
	top := d.f.GetY()
	d.font(BoldItalic, 12)
	d.line(d.left, 82, 5.5, d.p.T("export.recipients"), "L")
	d.font(Regular, 11)
	for _, r := range recipients {
		for _, line := range d.lines(r, 80, 0) {
			d.line(d.left, 80, 4.8, line, "L")
		}
	}
	end := d.f.GetY()
	d.f.SetY(top)
	right := band{d.left + 82, 83}
	d.centred(right, Bold, 14, clean(d.issuer.Authority), clean(d.issuer.Signer))
	d.down(24)
	d.centred(right, Bold, 14, clean(d.issuer.SignerName))
	d.f.SetY(max(end, d.f.GetY()))
}
