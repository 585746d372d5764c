package bargain

// sums runs through the sums of a point of one cloud and an option of another, in
// falling lexicographic order: one list for each option, merged by a heap of their heads.
type sums struct {
	cur, options *cloud
	heads        []head
	rows         []uint64 // of each option, the sum at its head
	width        int
}

// A head is where the list of an option stands.
type head struct {
	first  uint64 // first word of the sum
	option int32
	at     int32
}

func newSums(cur, options *cloud) *sums {
	s := &sums{cur: cur, options: options, width: cur.width()}
	s.rows = make([]uint64, options.len()*s.width)
	s.heads = make([]head, 0, options.len())
	for o := 0; o < options.len() && cur.len() > 0; o++ {
		s.heads = append(s.heads, s.fill(int32(o), 0))
	}
	for i := len(s.heads)/2 - 1; i >= 0; i-- {
		s.sink(i)
	}
	return s
}

// fill computes the sum at a place of an option's list.
func (s *sums) fill(option, at int32) head {
	row := s.sum(option)
	addRow(row, s.cur.row(int(at)), s.options.row(int(option)), s.cur.limbs)
	return head{row[0], option, at}
}

func (s *sums) sum(option int32) []uint64 {
	return s.rows[int(option)*s.width : (int(option)+1)*s.width]
}

// top is the greatest sum that is left, nil if none is.
func (s *sums) top() (row []uint64, from, option int32) {
	if len(s.heads) == 0 {
		return nil, 0, 0
	}
	h := s.heads[0]
	return s.sum(h.option), h.at, h.option
}

// next drops the greatest sum; its list goes on at the place given.
func (s *sums) next(at int32) {
	h := &s.heads[0]
	if int(at) < s.cur.len() {
		*h = s.fill(h.option, at)
	} else {
		last := len(s.heads) - 1
		*h = s.heads[last]
		s.heads = s.heads[:last]
	}
	s.sink(0)
}

func (s *sums) above(a, b head) bool {
	if a.first != b.first {
		return a.first > b.first
	}
	return compareWords(s.sum(a.option), s.sum(b.option)) > 0
}

func (s *sums) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(s.heads) {
			return
		}
		if child+1 < len(s.heads) && s.above(s.heads[child+1], s.heads[child]) {
			child++
		}
		if !s.above(s.heads[child], s.heads[i]) {
			return
		}
		s.heads[i], s.heads[child] = s.heads[child], s.heads[i]
		i = child
	}
}
