package consolidate

// These are the cases that most systems get wrong. The numbers that are missing
// are about what happens when amendments are decided, and stand in
// hard_process_test.go.

var harderCases = []hardCase{
	{28, "only a sign within a grapheme changes: an accent, a tone of skin", `
p The cafe sends 👍 and waits.`, copies{"UA": `
p The café sends 👍 and waits.`, "RU": `
p The cafe sends 👍🏽 and waits.`}, `
p The [cafe / UA: café] sends [👍 / RU: 👍🏽] and waits.`, ""},

	{29, "only white space changes", `
p The cease fire holds.`, copies{"UA": `
p The ceasefire holds.`, "RU": `
p The cease|fire holds.`}, `
p The [cease fire / RU: cease|fire / UA: ceasefire] holds.`, "p words"},

	{30, "a line break is not a new paragraph", `
p The list is closed. It is signed.`, copies{"UA": `
p The list is closed.|It is signed.`, "RU": `
p The list is closed.
q It is signed.`}, `
p The list is closed. [RU: ¶] [It / UA:|It] is signed.
q [RU: split off the provision before]`, ""},

	{31, "only formatting changes, where another changes the words", `
p The main bridge stays open.`, copies{"UA": `
p The _main_ bridge stays open.`, "RU": `
p The new bridge stays open.`, "EU": `
p The main bridge stays **open**.`}, `
p The [main / RU: new / UA: _main_] bridge stays [open / EU: **open**].`, "p words"},

	{32, "a word is moved inside its sentence", `
p Immediately the siege of the town ends.`, copies{"UA": `
p the siege of the town ends Immediately.`}, `
p [Immediately / UA: —] the siege of the town ends [UA: Immediately].`, ""},

	{33, "one of two sentences that begin alike is deleted, and one like them inserted", `
p Each side counts its guns. Each side counts its boats.`, copies{"UA": `
p Each side counts its boats.`, "RU": `
p Each side counts its guns. Each side counts its mines. Each side counts its boats.`}, `
p [Each side counts its guns. / UA: —] [RU: Each side counts its mines.] Each side counts its boats.`, ""},

	{34, "an item of a list is split in two", `
p Banned are
  a rockets and heavy mortars of any make;
  b drones.`, copies{"UA": `
p Banned are
  a rockets and
  n heavy mortars of any make;
  b drones.`, "RU": `
p Banned are
  a rockets and heavy mortars of foreign make;
  b drones.`}, `
p Banned are
  a rockets and [UA: ¶] heavy mortars of [any / RU: foreign] make;
  n [UA: split off the provision before]
  b drones.`, ""},

	{35, "items are swapped and one is inserted", `
p The order is
  a flags;
  b drums;
  c guns.`, copies{"UA": `
p The order is
  b drums;
  a flags;
  n horses;
  c guns.`}, `
p The order is
  a [flags; / UA: moved behind provision b]
  b drums;
  a-2 [UA: → provision a moved here]
  n [UA: horses;]
  c guns.`, ""},

	{36, "sub-lists have numbers of their own", `
p=2. Zones
  a=2a. the river;
  b=2b. the ridge.`, copies{"UA": `
p=2. Zones
  a=2a. the river;
  n=2b. the marsh;
  b=2c. the ridge.`, "RU": `
p=3. Zones
  a=3a. the river;
  b=3b. the ridge.`}, `
p=[2. / RU: 3.] Zones
  a=[2a. / RU: 3a.] the river;
  n=2b. [UA: the marsh;]
  b=[2b. / RU: 3b. / UA: 2c.] the ridge.`, "b words"},

	{37, "words change and items are inserted in nested lists", `
p Stores
  a food
    x grain;
    y oil.
  b tools`, copies{"UA": `
p Stores
  a dry food
    x grain;
    n salt;
    y oil.
  b tools
    m saws.`, "RU": `
p Stores
  a food
    x red grain;
    y oil.
  b tools`}, `
p Stores
  a [UA: dry] food
    x [RU: red] grain;
    n [UA: salt;]
    y oil.
  b tools
    m [UA: saws.]`, ""},

	{38, "a list is replaced by a paragraph, and another's deletion reaches across it", `
p Guards
  a at the gate;
  b at the well.
q Relief at noon.`, copies{"UA": `
p Guards
n Guards stand everywhere.
q Relief at noon.`, "RU": `
q Relief at noon.`}, `
p [Guards / RU: —]
  a [at the gate; / UA: —]
  b [at the well. / UA: —]
n [UA: Guards stand everywhere.]
q Relief at noon.`, ""},

	{39, "a paragraph of which almost nothing is left is replaced and not shredded", `
p The joint staff of the two armies meets in the old mill on the first day of the month.`, copies{"UA": `
p Envoys of neutral powers shall inspect every depot and report the outcome to the chair without delay.`}, `
p [The joint staff of the two armies meets in the old mill on the first day of the month / UA: Envoys of neutral powers shall inspect every depot and report the outcome to the chair without delay].`, ""},

	{40, "hyphens, dashes, dots and colons part words; decimals and dates stay whole", `
p Semi-annual dues: 3.5 gold – paid on 2026-03-01, at 10:30.`, copies{"UA": `
p Bi-annual dues: 3.75 gold – paid on 2026-03-02, at 10:45.`}, `
p [Semi / UA: Bi]-annual dues: [3.5 / UA: 3.75] gold – paid on [2026-03-01 / UA: 2026-03-02], at [10:30 / UA: 10:45].`, ""},

	{41, "text that looks like mark-up is text", `
p Use \*\*all\*\* of <b>it</b> & more \[sic\].`, copies{"UA": `
p Use \*\*some\*\* of <i>it</i> & more \[sic\].`}, `
p Use \*\*[all / UA: some]\*\* of <[b / UA: i]>it</[b / UA: i]> & more [sic].`, ""},

	{42, "several paragraphs in a row are deleted", `
a One.
b Two.
c Three.
d Four.
e Five.`, copies{"UA": `
a One.
e Five.`, "RU": `
a One.
b Two.
e Five.`}, `
a One.
b [Two. / UA: —]
c [Three. / RU, UA: —]
d [Four. / RU, UA: —]
e Five.`, ""},

	{43, "words are inserted into an empty provision, and a change goes across a blank line", `
p
q First line.||Second line.`, copies{"UA": `
p Reserved.
q First line and Second line.`, "RU": `
p Not used.
q First line.||Second line.`}, `
p [RU: Not used. / UA: Reserved.]
q First line[.|Second / UA: and Second] line.`, "p words"},

	{44, "two sponsors insert the same paragraph at the start of a section", `
s Section
  a The oath is read.`, copies{"UA": `
s Section
  n All rise.
  a The oath is read.`, "RU": `
s Section
  m All rise.
  a The oath is read.`, "EU": `
s Section
  k All kneel.
  a The oath is read.`}, `
s Section
  k [EU: All kneel.]
  m [RU, UA: All rise.]
  a The oath is read.`, ""},

	{45, "a provision is moved across sections as it is", `
s First
  a The toll is abolished.
t Second
  b The mint is shared.`, copies{"UA": `
s First
t Second
  b The mint is shared.
  a The toll is abolished.`}, `
s First
  a [The toll is abolished. / UA: moved behind provision b]
t Second
  b The mint is shared.
  a-2 [UA: → provision a moved here]`, ""},

	{46, "one moves and edits a provision, another edits it where it stood", `
s First
  a The toll is abolished at once.
t Second`, copies{"UA": `
s First
t Second
  a The old toll is abolished at once.`, "RU": `
s First
  a The toll is abolished in May.
t Second`}, `
s First
  a [The [UA: old] toll is abolished [at once / RU: in May]. / UA: moved to the beginning of provision t]
t Second
  a-2 [UA: → provision a moved here]`, ""},

	{47, "brackets in the base are nested or have no counterpart", `
p The [first [old] line is ] drawn [ here.
q The [UA: north / RU: south] bank.`, copies{"UA": `
p The [first [new] line is ] drawn [ there.
q The [UA: north / RU: south] bank.`, "RU": `
p The first line is drawn [ here.
q The [UA: north / RU: south] bank.`}, `
p The [[first [old] line is ] / RU: first line is / UA: [first [new] line is ]] drawn [ [here / UA: there].
q The [UA: north / RU: south] bank.`, "p words"},

	{48, "two refine their alternatives inside one bracket of the base", `
p Ships of [UA: ten guns / RU: four guns] may pass.`, copies{"UA": `
p Ships of [UA: nine guns / RU: four guns] may pass.`, "RU": `
p Ships of [UA: ten guns / RU: five small guns] may pass.`}, `
p Ships of [UA: [ten / UA: nine] guns / RU: [four / RU: five small] guns] may pass.`, ""},

	{51, "one amendment inserts, renumbers and mends the cross-references", `
a=1. Guns are silent.
b=2. Point 1 binds all.
c=3. Points 1 and 2 last a year.`, copies{"UA": `
n=1. The river is the line.
a=2. Guns are silent.
b=3. Point 2 binds all.
c=4. Points 2 and 3 last a year.`, "RU": `
a=1. Guns are silent.
b=2. Point 1 binds all.
c=3. Points 1 and 2 last a month.`}, `
n=1. [UA: The river is the line.]
a=[1. / UA: 2.] Guns are silent.
b=[2. / UA: 3.] Point [1 / UA: 2] binds all.
c=[3. / UA: 4.] Points [1 and 2 / UA: 2 and 3] last a [year / RU: month].`, ""},

	{52, "text runs from right to left or has no spaces between words", `
p وقف إطلاق النار دائم.
q 双方立即停火。
r 双方は直ちに停戦する。
s ทุกฝ่ายหยุดยิงทันที`, copies{"UA": `
p وقف إطلاق النار مؤقت.
q 双方今天停火。
r 双方は明日停戦する。
s ทุกฝ่ายหยุดยิงพรุ่งนี้`, "RU": `
p وقف إطلاق النار دائم الآن.
q 甲:双方立即停火。
r 双方は直ちに停戦する。
s ทุกฝ่ายหยุดยิงทันที`}, `
p وقف إطلاق النار [دائم / UA: مؤقت] [RU: الآن].
q [RU: 甲:]双方[立即 / UA: 今天]停火。
r 双方は[直ちに / UA: 明日]停戦する。
s ทุกฝ่ายหยุดยิง[ทันที / UA: พรุ่งนี้]`, ""},

	{53, "a cell of a table and a footnote are amended", `
t
  r Bridges | 3 | closed
  x Fords | 5 | open
p Boats^[save ferries] stay moored.`, copies{"UA": `
t
  r Bridges | 4 | closed
  x Fords | 5 | open
p Boats^[save large ferries] stay moored.`, "RU": `
t
  r Bridges | 3 | open
  n Tunnels | 1 | closed
  x Fords | 5 | open
p Boats stay moored.`}, `
t
  r Bridges | [3 / UA: 4] | [closed / RU: open]
  n [RU: Tunnels | 1 | closed]
  x Fords | 5 | open
p Boats[^[save ferries] / RU: — / UA: ^[save large ferries]] stay moored.`, "p words"},

	{57, "identical edits by two sponsors are one with both", `
p The well is closed.
q The mill is open.`, copies{"UA": `
p The well is open.`, "RU": `
p The well is open.`, "EU": `
p The well is closed.
q The mill is open at night.`}, `
p The well is [closed / RU, UA: open].
q [The mill is open [EU: at night]. / RU, UA: —]`, "q deleted"},
}
