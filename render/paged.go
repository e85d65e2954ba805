package render

import "strconv"

// rowsOnPage is how many rows a list has on a page, so that none grows beyond a
// megabyte; the others follow on pages below.
const rowsOnPage = 500

// longList is a list that may need several pages.
type longList struct {
	target   string
	owner    string // who claims the pages
	overview bool   // navigation leads to the first page, which is claimed already
	rows     int
}

// paged adds the pages of a list: its target, then "page-2/" and so on below it.
// fill fills one of them with the rows from one position to another. A list
// without rows has one page.
func (s *site) paged(e *edition, list longList, fill func(p *Page, from, to int)) ([]job, error) {
	count := max(1, (list.rows+rowsOnPage-1)/rowsOnPage)
	at := func(i int) string {
		if i == 0 {
			return list.target
		}
		return list.target + "page-" + strconv.Itoa(i+1) + "/"
	}
	var jobs []job
	for i := range count {
		if e == s.editions[0] && (i > 0 || !list.overview) {
			if err := s.claims.take(at(i)+"index.html", list.owner); err != nil {
				return nil, err
			}
		}
		jobs = append(jobs, s.page(e, at(i), "sheet", func(_ *worker, p *Page) {
			fill(p, i*rowsOnPage, min(list.rows, (i+1)*rowsOnPage))
			for n := range count {
				if count > 1 {
					p.Pager = append(p.Pager, Link{Href: p.Href(at(n)), Label: p.words.integer(n + 1), Current: n == i})
				}
			}
			for _, b := range p.Blocks {
				b.Table.style()
			}
		}))
	}
	return jobs, nil
}
