package docx

import "strings"

// symbolFont is what the font Symbol shows, from its character 0x20 on, by the mapping to
// Unicode that Adobe published for it; a blank is a sign that Unicode lacks. Word writes
// these characters on a private page, U+F020 to U+F0FF.
const symbolFont = "" +
	" !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
	"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
	" αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ " +
	"                                " +
	"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵" +
	"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
	"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭ "

var bySymbol = []rune(symbolFont)

// letter returns what a character of a font shows: in the font Symbol its character of
// Unicode, where there is one; else the character itself.
func letter(font string, char rune) rune {
	i := char - 0xF020
	if char < 0x100 {
		i = char - 0x20 // the same without the private page
	}
	if !strings.EqualFold(font, "Symbol") || i <= 0 || int(i) >= len(bySymbol) || bySymbol[i] == ' ' {
		return char
	}
	return bySymbol[i]
}
