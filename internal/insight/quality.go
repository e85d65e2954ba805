package insight

import (
	"cmp"
	"math/big"
	"slices"
)

// Quality tells how well the items of a repository are written down.
type Quality struct {
	Items                    int      // that documents hold
	Owner, Due, Type, Ticket Quantity // shares of the items that have one, 0–1; a due date may be computed
	Types                    []TypeShare
}

// TypeShare is how many items have a type: prevent, detect, mitigate …
type TypeShare struct {
	Type  string // empty for items without
	Items int
}

// qualityOf looks at the items that documents hold, whatever their state.
func qualityOf(items []*Action) Quality {
	q := Quality{}
	var owner, due, typed, ticket int
	for _, a := range items {
		if a.State == Removed {
			continue
		}
		q.Items++
		owner += boolInt(a.Item.Owner != "")
		due += boolInt(a.Due.Known)
		typed += boolInt(a.Item.Type != "")
		ticket += boolInt(a.Item.Ticket != "")
		i := slices.IndexFunc(q.Types, func(t TypeShare) bool { return t.Type == a.Item.Type })
		if i < 0 {
			i = len(q.Types)
			q.Types = append(q.Types, TypeShare{Type: a.Item.Type})
		}
		q.Types[i].Items++
	}
	slices.SortFunc(q.Types, func(a, b TypeShare) int {
		return cmp.Or(boolInt(a.Type == "")-boolInt(b.Type == ""), cmp.Compare(b.Items, a.Items), cmp.Compare(a.Type, b.Type))
	})
	share := func(n int) Quantity {
		if q.Items == 0 {
			return absent[*big.Rat](noItems)
		}
		return known(big.NewRat(int64(n), int64(q.Items)))
	}
	q.Owner, q.Due, q.Type, q.Ticket = share(owner), share(due), share(typed), share(ticket)
	return q
}
