package xmltree_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"parley/format/xmltree"
	"parley/text"
)

const sample = `<?xml version="1.0" encoding="UTF-8"?>
<!-- said by nobody -->
<w:doc xmlns:w="urn:w" mc:Ignorable="w14" xmlns:mc="urn:mc"><w:p w14:paraId="1" a="x&#xA;&quot;&lt;"> a &amp; b<w:t xml:space="preserve"> </w:t></w:p><e/>&#xD;</w:doc>
`

func TestWhatIsReadIsWrittenAsItWas(t *testing.T) {
	n, err := xmltree.Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := xmltree.Header + `<w:doc xmlns:w="urn:w" mc:Ignorable="w14" xmlns:mc="urn:mc"><w:p w14:paraId="1" a="x&#xA;&quot;&lt;"> a &amp; b<w:t xml:space="preserve"> </w:t></w:p><e/>&#xD;</w:doc>`
	if got := string(n.Bytes()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if n.Name != "doc" || n.Child("p").Attr("paraId") != "1" || n.Attr("w") != "" {
		t.Errorf("%+v", n)
	}
}

func TestWhatIsNoXMLOrTooMuchIsRefused(t *testing.T) {
	for name, source := range map[string]string{
		"nothing":         "",
		"words":           "words",
		"not closed":      "<a><b></b>",
		"closed twice":    "<a></a></a>",
		"crossed":         "<a><b></a></b>",
		"another prefix":  "<w:a></v:a>",
		"an entity":       `<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`,
		"an outer entity": `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
		"too deep":        strings.Repeat("<a>", xmltree.MaxDepth+1) + strings.Repeat("</a>", xmltree.MaxDepth+1),
		"too many":        "<a>" + strings.Repeat("<b/>", xmltree.MaxNodes) + "</a>",
		"latin":           "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>",
	} {
		_, err := xmltree.Parse([]byte(source))
		var syntax *text.SyntaxError
		if !errors.As(err, &syntax) || syntax.Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample)
	f.Add(`<a b="1" c:d="2">x<!-- y --><![CDATA[ <z> ]]></a>`)
	f.Fuzz(func(t *testing.T, data string) {
		n, err := xmltree.Parse([]byte(data))
		if err != nil {
			return
		}
		back, err := xmltree.Parse(n.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, n.Bytes())
		}
		if first, second := flat(n), flat(back); !reflect.DeepEqual(first, second) {
			t.Fatalf("%q\n%q", first, second)
		}
	})
}

// flat lists what a tree says, runs of characters joined.
func flat(n *xmltree.Node) []string {
	out := []string{"<" + n.Prefix + ":" + n.Name}
	for _, a := range n.Attrs {
		out = append(out, "@"+a.Name.Space+":"+a.Name.Local+"="+a.Value)
	}
	for _, c := range n.Children {
		if c.Name == "" && strings.HasPrefix(out[len(out)-1], "#") {
			out[len(out)-1] += c.Text
		} else if c.Name == "" {
			out = append(out, "#"+c.Text)
		} else {
			out = append(out, flat(c)...)
		}
	}
	return append(out, ">")
}
