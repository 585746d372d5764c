package redline

import "strings"

// What a lawyer looks for first, by language: verbs that oblige or allow,
// negations, months, and numbers in words. To add a language, add a row.

type language struct {
	tag      string
	modal    []string
	negation []string
	month    []string
	number   []string
}

func list(s string) []string { return strings.Split(s, ", ") }

// languages is the table.
var languages = []language{
	{
		tag:      "en",
		modal:    list("may, might, shall, should, will, would, must, can, could, ought to, is required to, are required to, is obliged to, is entitled to"),
		negation: list("not, no, nor, neither, never, none, cannot, without, except, unless, nothing, nobody, excluding"),
		month:    list("january, february, march, april, may, june, july, august, september, october, november, december"),
		number:   list("one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, thirty, forty, fifty, sixty, seventy, eighty, ninety, hundred, thousand, million, billion, half, twice"),
	},
	{
		tag:      "fr",
		modal:    list("peut, peuvent, pourra, pourront, pourrait, pourraient, doit, doivent, devra, devront, devrait, devraient, est tenu, est tenue, sont tenus, sont tenues, faut"),
		negation: list("ne, n'est, n'a, n'ont, n'y, n'en, pas, non, ni, jamais, aucun, aucune, nul, nulle, sans, sauf, hormis, à moins"),
		month:    list("janvier, février, mars, avril, mai, juin, juillet, août, septembre, octobre, novembre, décembre"),
		number:   list("deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, seize, vingt, trente, quarante, cinquante, soixante, cent, cents, mille, million, millions, milliard, moitié, tiers, quart"),
	},
	{
		tag:      "de",
		modal:    list("kann, können, könnte, könnten, darf, dürfen, dürfte, soll, sollen, sollte, sollten, muss, müssen, muß, müßte, müsste, wird, werden, will, wollen, ist verpflichtet, sind verpflichtet, hat zu, haben zu"),
		negation: list("nicht, kein, keine, keinen, keiner, keinem, keines, nie, niemals, weder, noch, ohne, außer, unbeschadet, ausgenommen, nichts, niemand"),
		month:    list("januar, februar, märz, april, mai, juni, juli, august, september, oktober, november, dezember"),
		number:   list("zwei, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, zwanzig, dreißig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig, hundert, tausend, million, millionen, milliarde, milliarden, hälfte, drittel, viertel"),
	},
	{
		tag:      "es",
		modal:    list("puede, pueden, podrá, podrán, podría, podrían, debe, deben, deberá, deberán, debería, deberían, ha de, han de, tiene que, tienen que"),
		negation: list("no, ni, nunca, jamás, ningún, ninguna, ninguno, sin, salvo, excepto, nada, nadie, tampoco"),
		month:    list("enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre, noviembre, diciembre"),
		number:   list("dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, quince, veinte, treinta, cuarenta, cincuenta, sesenta, setenta, ochenta, noventa, cien, ciento, mil, millón, millones, mitad, tercio"),
	},
	{
		tag:      "ru",
		modal:    list("может, могут, мог, могли, должен, должна, должно, должны, обязан, обязана, обязано, обязаны, вправе, следует, надлежит, необходимо, разрешается, запрещается, будет, будут"),
		negation: list("не, ни, нет, нельзя, никогда, никто, ничто, никакой, без, кроме, за исключением"),
		month:    list("января, февраля, марта, апреля, мая, июня, июля, августа, сентября, октября, ноября, декабря"),
		number:   list("два, две, двух, три, трех, трёх, четыре, четырех, пять, пяти, шесть, шести, семь, семи, восемь, восьми, девять, десять, десяти, двадцать, двадцати, тридцать, тридцати, сорок, пятьдесят, шестьдесят, девяносто, сто, тысяча, тысяч, миллион, миллионов, миллиард, миллиардов, половина, треть"),
	},
	{
		tag:      "uk",
		modal:    list("може, можуть, повинен, повинна, повинно, повинні, має, мають, зобов'язаний, зобов'язана, зобов'язані, слід, вправі, буде, будуть"),
		negation: list("не, ні, немає, ніколи, ніхто, ніщо, без, крім, за винятком"),
		month:    list("січня, лютого, березня, квітня, травня, червня, липня, серпня, вересня, жовтня, листопада, грудня"),
		number:   list("два, дві, двох, три, трьох, чотири, п'ять, шість, сім, вісім, дев'ять, десять, двадцять, тридцять, сорок, п'ятдесят, шістдесят, сто, тисяча, тисяч, мільйон, мільярд, половина"),
	},
	{
		tag:      "ar",
		modal:    list("يجوز, يجب, ينبغي, يتعين, يمكن, يلتزم, تلتزم, يحق, سوف, لا بد"),
		negation: list("لا, لم, لن, ليس, ليست, غير, دون, بدون, إلا, باستثناء, عدم, ولا, ما لم"),
		month:    list("يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر"),
		number:   list("واحد, اثنان, ثلاثة, ثلاث, أربعة, أربع, خمسة, خمس, ستة, سبعة, ثمانية, تسعة, عشرة, عشرون, عشرين, ثلاثين, أربعين, خمسين, ستين, تسعين, مائة, ألف, مليون, نصف, ثلث, ثلثي"),
	},
	{
		tag:      "zh",
		modal:    list("可以, 可, 应, 应当, 应该, 須, 须, 必须, 必須, 得, 将, 能够, 有权, 有义务"),
		negation: list("不, 不得, 不应, 不可, 没有, 未, 无, 非, 除非, 除外, 禁止, 否"),
		number:   list("二, 两, 三, 四, 五, 六, 七, 八, 九, 十, 百, 千, 万, 亿, 半"),
	},
	{
		tag:      "th",
		modal:    list("ต้อง, ให้, อาจ, ควร, พึง, จะ, ย่อม"),
		negation: list("ไม่, มิ, มิได้, ห้าม, เว้น, เว้นแต่, ปราศจาก"),
		month:    list("มกราคม, กุมภาพันธ์, มีนาคม, เมษายน, พฤษภาคม, มิถุนายน, กรกฎาคม, สิงหาคม, กันยายน, ตุลาคม, พฤศจิกายน, ธันวาคม"),
		number:   list("หนึ่ง, สอง, สาม, สี่, ห้า, หก, เจ็ด, แปด, เก้า, สิบ, ร้อย, พัน, หมื่น, แสน, ล้าน"),
	},
}

// tablesFor returns the tables of the given languages, or all where one is
// unknown.
func tablesFor(langs []string) []language {
	var out []language
	for _, tag := range langs {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		found := false
		for _, l := range languages {
			if l.tag == base {
				out = append(out, l)
				found = true
			}
		}
		if !found {
			return languages
		}
	}
	return out
}
