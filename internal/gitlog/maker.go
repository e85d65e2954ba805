package gitlog

// maker finds who made an event of an item of a document: of the commits that
// a merge brought in and that changed the document, the one after which it
// shows; -1 for the landing itself, also for what only the merge has. from is
// the path that the document had before, if it was renamed.
func (s *step) maker(kind EventKind, path, from string, is *listed) int32 {
	if s.landing == uncommitted {
		return -1
	}
	l := &s.tracker.mainline.landings[s.landing]
	maker := int32(-1)
	shown := false
	for i := len(l.touches) - 1; i >= 0; i-- { // the oldest first
		touch := l.touches[i]
		if touch.path != path && touch.path != from {
			continue
		}
		v := s.tracker.versions.at(touch.path, touch.blob)
		if v == nil && touch.path == from && path != from {
			continue // the file went to its new path
		}
		if v != nil && v.missing {
			continue
		}
		shows := v.shows(kind, is)
		if shows && !shown {
			maker = touch.side
		}
		shown = shows
	}
	if !shown {
		return -1
	}
	return maker
}

// shows tells whether an event that made an item what it is has happened
// before a version, nil for none.
func (v *version) shows(kind EventKind, is *listed) bool {
	if v == nil {
		return kind == Removed
	}
	for i := range v.items {
		e := &v.items[i]
		same := e.wording == is.wording || e.wording.norm == is.wording.norm && !apart(e, is) || e.id != "" && e.id == is.id
		switch kind {
		case Removed:
			if same {
				return false
			}
		case Opened:
			if same || !apart(e, is) && like(e.wording, is.wording) >= sameWords {
				return true
			}
		case Reworded:
			if same && e.wording.norm == is.wording.norm {
				return true
			}
		default:
			if (same || !apart(e, is) && like(e.wording, is.wording) >= sameWords) && e.state == is.state {
				return true
			}
		}
	}
	return kind == Removed
}
